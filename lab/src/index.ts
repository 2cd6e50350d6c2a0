/** dophu in JupyterLab. Everything here is help for the eye and the hand: notebooks tell the same without it. */

import { ILayoutRestorer, IRouter, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';

import { ReportPanel } from './panel';
import { addProse, isProse, watchProse } from './prose';

const SHOWN = 'dophu-lab:shown';

const prose: JupyterFrontEndPlugin<void> = {
  id: 'dophu-lab:prose',
  description: 'Colours and wraps cells of prose.',
  autoStart: true,
  requires: [IEditorLanguageRegistry, INotebookTracker],
  activate: (app: JupyterFrontEnd, languages: IEditorLanguageRegistry, notebooks: INotebookTracker) => {
    addProse(languages);
    notebooks.widgetAdded.connect((_, panel) => watchProse(panel));
    notebooks.forEach(watchProse);
  }
};

const letter: JupyterFrontEndPlugin<void> = {
  id: 'dophu-lab:letter',
  description: 'Shows the letter, its facts and its edition beside the notebook.',
  autoStart: true,
  requires: [INotebookTracker, IStateDB],
  optional: [ILayoutRestorer],
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker, state: IStateDB, restorer: ILayoutRestorer | null) => {
    const report = new ReportPanel();
    app.shell.add(report, 'right', { rank: 50 });
    restorer?.add(report, report.id);
    const watch = (panel: NotebookPanel): void => {
      panel.content.activeCellChanged.connect(() => report.moved(panel));
      panel.content.modelContentChanged.connect(() => report.changed(panel));
      void panel.context.ready.then(() => showOnce(app, state, report, panel));
    };
    notebooks.widgetAdded.connect((_, panel) => watch(panel));
    notebooks.forEach(watch);
    notebooks.currentChanged.connect((_, panel) => report.follow(panel));
    report.follow(notebooks.currentWidget);
  }
};

/** Open the panel for the first report that is opened here; after that it stays as its user leaves it. */
async function showOnce(app: JupyterFrontEnd, state: IStateDB, report: ReportPanel, panel: NotebookPanel): Promise<void> {
  const cells = panel.content.model?.sharedModel.cells ?? [];
  const isReport = cells.some(cell => isProse(cell.getSource()));
  if (isReport && (await state.fetch(SHOWN)) === undefined) {
    await state.save(SHOWN, true);
    app.shell.activateById(report.id);
  }
}

const welcome: JupyterFrontEndPlugin<void> = {
  id: 'dophu-lab:welcome',
  description: 'Shows the Markdown file that the address names, as in /lab?page=docs/bat-dau.md, as a page.',
  autoStart: true,
  requires: [IRouter],
  activate: (app: JupyterFrontEnd, router: IRouter) => {
    const command = 'dophu:page';
    app.commands.addCommand(command, {
      execute: async args => {
        const path = new URLSearchParams(String(args.search)).get('page');
        await app.restored;
        await app.commands.execute('docmanager:open', { path, factory: 'Markdown Preview' });
      }
    });
    router.register({ command, pattern: /[?&]page=/ });
  }
};

export default [prose, letter, welcome];
