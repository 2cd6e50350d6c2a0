/**
 * Cells of prose: coloured as the Markdown they are, with facts, and wrapped.
 *
 * A cell that begins with %%narrative gets a language of its own; Lab would read it as Python.
 */

import { HighlightStyle, LanguageSupport, Language, defineLanguageFacet, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { Cell } from '@jupyterlab/cells';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { NotebookPanel } from '@jupyterlab/notebook';
import { Tag, styleTags, tags } from '@lezer/highlight';
import { BlockContext, InlineContext, Line, MarkdownConfig, parser } from '@lezer/markdown';

export const PROSE = 'text/x-dophu-prose';
const MAGIC = '%%narrative';
const WORD = /^[\p{L}\p{N}]+/u;
const OPENING = { '{{': '}}', '{%': '%}', '{#': '#}' };
/** What prose may leave out, as `dophu.tell.prose` reads it: `? …`, `?name …`, `| …` at the start of a line, … */
const WAY = /^[?|][\w.]*(?=\s|$)/;
/** … `[[ … ]]`, `[[?name … ]]` within it, and `; for row in rows` at its end. */
const MAYBE = /^(\[\[(\?[\w.]+)?|\]\])/;
const TITLE = /^[ \t]+#{1,6}[ \t].*/;
const ROWS = /^;[ \t]+for[ \t]+\w+[ \t]+in[ \t]+[\w.]+[ \t]*(?=\n|$)/;

const fact = Tag.define();
const mark = Tag.define();

/** `{{ … }}`, `{% … %}` and `{# … #}`; one that is not closed yet ends with its line, and is one node while it is typed. */
function readFact(context: InlineContext, next: number, start: number): number {
  const closing = OPENING[context.slice(start, start + 2) as keyof typeof OPENING];
  if (!closing) {
    return -1;
  }
  const rest = context.slice(start, context.end);
  const close = rest.indexOf(closing, 2);
  const newline = rest.indexOf('\n');
  const length = close >= 0 ? close + 2 : newline >= 0 ? newline : rest.length;
  return context.addElement(context.elt('Fact', start, start + length));
}

function readMark(context: InlineContext, next: number, start: number): number {
  const rest = context.slice(start, context.end);
  const startsLine = start === context.offset || /\n[ \t]*$/.test(context.slice(context.offset, start));
  const way = startsLine ? WAY.exec(rest) : null;
  const found = way ?? MAYBE.exec(rest) ?? ROWS.exec(rest);
  if (!found) {
    return -1;
  }
  const end = start + found[0].length;
  const mark = context.elt('Mark', start, end);
  const title = way && TITLE.exec(context.slice(end, context.end));
  if (!title) {
    return context.addElement(mark);
  }
  const told = context.parser.parseInline(title[0], end);
  return context.addElement(context.elt('Title', start, end + title[0].length, [mark, ...told]));
}

/** Each word is a node: where there is none at the cursor, Lab's own completer offers everything in the cell. */
function readWord(context: InlineContext, next: number, start: number): number {
  const word = WORD.exec(context.slice(start, context.end));
  return word ? context.addElement(context.elt('Word', start, start + word[0].length)) : -1;
}

function readMagic(context: BlockContext, line: Line): boolean {
  if (context.lineStart !== 0 || !line.text.startsWith(MAGIC)) {
    return false;
  }
  context.addElement(context.elt('Magic', 0, line.text.length));
  context.nextLine();
  return true;
}

const PROSE_MARKDOWN: MarkdownConfig = {
  defineNodes: [{ name: 'Magic', block: true }, { name: 'Title' }, { name: 'Mark' }, { name: 'Fact' }, { name: 'Word' }],
  parseBlock: [{ name: 'Magic', parse: readMagic, before: 'IndentedCode' }],
  parseInline: [
    { name: 'Fact', parse: readFact, before: 'Escape' },
    { name: 'Mark', parse: readMark, before: 'Escape' },
    { name: 'Word', parse: readWord }
  ],
  props: [styleTags({ Fact: fact, 'Mark Magic': mark, 'Title/...': tags.heading })]
};

const LOOK = HighlightStyle.define([
  { tag: fact, class: 'dophu-fact' },
  { tag: mark, class: 'dophu-mark' }
]);

export function addProse(languages: IEditorLanguageRegistry): void {
  const language = new Language(defineLanguageFacet(), parser.configure(PROSE_MARKDOWN), [], 'dophu-prose');
  languages.addLanguage({
    name: 'dophu-prose',
    mime: PROSE,
    support: new LanguageSupport(language, [EditorView.lineWrapping, syntaxHighlighting(LOOK)])
  });
}

export function isProse(source: string): boolean {
  return source.startsWith(MAGIC);
}

/** Keep each cell of a notebook in the language of what stands in it. */
export function watchProse(panel: NotebookPanel): void {
  const seen = new WeakSet<Cell>();
  const look = (): void => {
    for (const cell of panel.content.widgets) {
      if (cell.model.type !== 'code' || seen.has(cell)) {
        continue;
      }
      seen.add(cell);
      const settle = (): void => settleLanguage(panel, cell);
      cell.model.contentChanged.connect(settle);
      cell.model.mimeTypeChanged.connect(settle); // a kernel that starts sets every cell to its own language
      settle();
    }
  };
  void panel.context.ready.then(() => {
    panel.content.model?.cells.changed.connect(() => requestAnimationFrame(look));
    panel.content.activeCellChanged.connect(look);
    look();
  });
}

function settleLanguage(panel: NotebookPanel, cell: Cell): void {
  if (cell.isDisposed) {
    return;
  }
  const prose = isProse(cell.model.sharedModel.getSource());
  cell.toggleClass('dophu-prose', prose);
  if (prose) {
    panel.addClass('dophu-notebook');
  }
  if (prose) {
    cell.model.mimeType = PROSE;
  } else if (cell.model.mimeType === PROSE) {
    cell.model.mimeType = panel.content.codeMimetype;
  }
}
