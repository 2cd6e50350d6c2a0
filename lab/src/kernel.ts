/** What the open report offers, asked of the notebook's kernel; `dophu.tell.offered` answers. */

import { NotebookPanel } from '@jupyterlab/notebook';

export interface Edition {
  campaign: string;
  period: string;
  unit: string;
}

export interface Offered {
  edition: Edition;
  /** The campaign's reporting dates, oldest first. */
  periods: string[];
  /** Code and name of the units that have figures of this period. */
  units: [string, string][];
  /** Names that prose may call, with what they print now. */
  facts: { name: string; label: string; shown: string }[];
}

/** No notebook but one that has opened a report holds the module, so that nothing is imported into another's kernel. */
const ASK = "__import__('sys').modules['dophu.tell.report'].offered_in_notebook()";

/** Ask, behind what the kernel is still to run; null where no report is open. */
export async function offeredBy(panel: NotebookPanel): Promise<Offered | null> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel) {
    return null;
  }
  const asked = { code: '', silent: true, store_history: false, user_expressions: { offered: ASK } };
  const reply = await kernel.requestExecute(asked).done;
  const told = reply.content.status === 'ok' ? reply.content.user_expressions.offered : undefined;
  const data = (told as { data?: Record<string, unknown> } | undefined)?.data;
  return (data?.['application/json'] as Offered | undefined) ?? null;
}
