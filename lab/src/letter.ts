/** The letter as the notebook's cells have told it: one section for each cell that shows some of it. */

import { CodeCell } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { IOutputModel, MimeModel } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

const BLOCKS = 'application/vnd.dophu.blocks';
const HTML = 'text/html';

export class Letter extends Widget {
  private sections = new Map<CodeCell, HTMLElement>();

  constructor() {
    super();
    this.addClass('dophu-letter');
  }

  /** Draw what the cells show now. */
  async draw(panel: NotebookPanel | null): Promise<void> {
    this.sections = new Map();
    const drawn: HTMLElement[] = [];
    for (const cell of panel?.content.widgets ?? []) {
      const told = cell instanceof CodeCell ? tellings(cell) : [];
      if (panel && told.length > 0) {
        const section = await drawSection(panel, cell as CodeCell, told);
        this.sections.set(cell as CodeCell, section);
        drawn.push(section);
      }
    }
    this.node.replaceChildren(...(drawn.length > 0 ? drawn : [nothingYet()]));
    this.follow(panel);
  }

  /** Mark what the active cell tells, and bring it into view. */
  follow(panel: NotebookPanel | null): void {
    const active = panel?.content.activeCell;
    for (const [cell, section] of this.sections) {
      section.classList.toggle('dophu-active', cell === active);
      if (cell === active) {
        section.scrollIntoView({ block: 'nearest' });
      }
    }
  }
}

function tellings(cell: CodeCell): IOutputModel[] {
  const outputs = cell.model.outputs;
  const all = Array.from({ length: outputs.length }, (_, place) => outputs.get(place));
  return all.filter(({ data }) => HTML in data && ![undefined, '[]'].includes(data[BLOCKS] as string | undefined));
}

async function drawSection(panel: NotebookPanel, cell: CodeCell, told: IOutputModel[]): Promise<HTMLElement> {
  const section = document.createElement('section');
  section.title = 'Mở ô này trong sổ';
  section.tabIndex = 0;
  section.addEventListener('click', () => void openCell(panel, cell));
  section.addEventListener('keydown', event => event.key === 'Enter' && void openCell(panel, cell));
  for (const output of told) {
    section.append((await rendered(panel, output)).node);
  }
  return section;
}

/** An output as Lab cleans those of notebooks that it does not trust: no script of a notebook ever runs in the panel. */
async function rendered(panel: NotebookPanel, output: IOutputModel): Promise<IRenderMime.IRenderer> {
  const renderer = panel.content.rendermime.createRenderer(HTML);
  await renderer.renderModel(new MimeModel({ data: { [HTML]: output.data[HTML] }, trusted: false }));
  return renderer;
}

async function openCell(panel: NotebookPanel, cell: CodeCell): Promise<void> {
  const place = panel.content.widgets.indexOf(cell);
  panel.content.activeCellIndex = place;
  await panel.content.scrollToItem(place);
  cell.editor?.focus();
}

function nothingYet(): HTMLElement {
  const text = document.createElement('p');
  text.textContent = 'Chưa có gì: chọn Run > Run All Cells để chạy sổ.';
  return text;
}
