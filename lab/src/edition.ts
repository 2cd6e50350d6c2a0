/**
 * A form for another unit or period of the open notebook.
 *
 * What is chosen goes into a cell of its own behind the parameters, as papermill writes one, and the notebook runs
 * again: the author's own parameters stay as they are, and `dophu build` and papermill put theirs in its place.
 */

import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { Widget } from '@lumino/widgets';

import { Offered } from './kernel';

const INJECTED = 'injected-parameters';

export class EditionForm extends Widget {
  private panel: NotebookPanel | null = null;
  private unit = document.createElement('select');
  private period = document.createElement('select');
  private sources = document.createElement('input');

  constructor() {
    super();
    this.addClass('dophu-edition');
    const button = document.createElement('button');
    button.textContent = 'Chạy lại';
    button.title = 'Chạy lại cả sổ với đơn vị và kỳ đã chọn';
    button.addEventListener('click', () => void this.run());
    this.sources.type = 'checkbox';
    this.sources.title = 'Hiện lời văn như đã viết ở mọi ô, không chỉ ở ô đang sửa';
    this.sources.addEventListener('change', () => this.settle());
    const fields = [labelled('Đơn vị', this.unit), labelled('Kỳ', this.period)];
    this.node.append(...fields, button, labelled('Hiện cách viết', this.sources));
    this.offer(null);
  }

  follow(panel: NotebookPanel | null): void {
    this.panel = panel;
    this.settle();
  }

  private settle(): void {
    this.panel?.toggleClass('dophu-sources', this.sources.checked);
  }

  /** Offer the units and periods that there are, the open edition's chosen. */
  offer(offered: Offered | null): void {
    const periods = (offered?.periods ?? []).map(day => [day, vietnamese(day)] as [string, string]);
    fill(this.unit, offered?.units ?? [], offered?.edition.unit);
    fill(this.period, periods.reverse(), offered?.edition.period);
    this.node.hidden = offered === null;
  }

  private async run(): Promise<void> {
    if (this.panel) {
      giveParameters(this.panel, { period: this.period.value, unit: this.unit.value });
      await NotebookActions.runAll(this.panel.content, this.panel.sessionContext);
    }
  }
}

function giveParameters(panel: NotebookPanel, values: Record<string, string>): void {
  // JSON writes a text as Python reads it.
  const lines = Object.entries(values).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const source = ['# Parameters', ...lines].join('\n');
  const notebook = panel.content.model?.sharedModel;
  const given = cellTagged(panel, INJECTED);
  if (given >= 0) {
    notebook?.getCell(given).setSource(source);
  } else {
    const metadata = { tags: [INJECTED], jupyter: { source_hidden: true }, trusted: true };
    notebook?.insertCell(cellTagged(panel, 'parameters') + 1, { cell_type: 'code', source, metadata });
  }
}

/** The place of the first cell with a tag, -1 where there is none. */
function cellTagged(panel: NotebookPanel, tag: string): number {
  return panel.content.widgets.findIndex(({ model }) => {
    const tags: unknown = model.getMetadata('tags');
    return Array.isArray(tags) && tags.includes(tag);
  });
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  const label = document.createElement('label');
  label.append(text, field);
  return label;
}

function fill(field: HTMLSelectElement, options: [string, string][], chosen?: string): void {
  field.replaceChildren(...options.map(([value, text]) => new Option(text, value, false, value === chosen)));
}

/** 2020-08-07 as readers write it: 07/8/2020. */
function vietnamese(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}/${Number(month) < 3 ? month : Number(month)}/${year}`;
}
