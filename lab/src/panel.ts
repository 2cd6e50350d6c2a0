/** The panel beside the notebook: which edition it tells, the facts it may name, and the letter. */

import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { Debouncer } from '@lumino/polling';
import { PanelLayout, Widget } from '@lumino/widgets';

import { EditionForm } from './edition';
import { FactList } from './facts';
import { offeredBy } from './kernel';
import { Letter } from './letter';

const PAUSE = 200; // milliseconds: Run All changes every cell within a moment

export class ReportPanel extends Widget {
  private panel: NotebookPanel | null = null;
  private form = new EditionForm();
  private facts = new FactList();
  private letter = new Letter();
  private drawing = new Debouncer(() => this.letter.draw(this.panel), PAUSE);
  private asking = new Debouncer(() => this.ask(), PAUSE);

  constructor() {
    super();
    this.id = 'dophu-report';
    this.addClass('dophu-report');
    this.title.label = 'Báo cáo';
    this.title.caption = 'Báo cáo của sổ đang mở';
    const layout = (this.layout = new PanelLayout());
    [this.form, this.facts, this.letter].forEach(part => layout.addWidget(part));
    NotebookActions.executed.connect((_, { notebook }) => {
      if (notebook === this.panel?.content) {
        void this.asking.invoke();
      }
    });
  }

  /** Follow another notebook from now on. */
  follow(panel: NotebookPanel | null): void {
    this.panel = panel;
    this.facts.panel = panel;
    this.form.follow(panel);
    void this.drawing.invoke();
    void this.asking.invoke();
  }

  /** A cell of the notebook shows something else, or cells came or went. */
  changed(panel: NotebookPanel): void {
    if (panel === this.panel) {
      void this.drawing.invoke();
    }
  }

  /** Another cell is active. */
  moved(panel: NotebookPanel): void {
    if (panel === this.panel) {
      this.letter.follow(panel);
    }
  }

  private async ask(): Promise<void> {
    const panel = this.panel;
    const offered = panel ? await offeredBy(panel) : null;
    if (panel === this.panel) {
      this.form.offer(offered);
      this.facts.offer(offered?.facts ?? []);
    }
  }
}
