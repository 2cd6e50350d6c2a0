/** The names that prose may call, searchable, with what they print now: a click puts one at the cursor, or drag it. */

import { NotebookPanel } from '@jupyterlab/notebook';
import { Widget } from '@lumino/widgets';

import { Offered } from './kernel';
import { isProse } from './prose';

type Fact = Offered['facts'][number];

export class FactList extends Widget {
  panel: NotebookPanel | null = null;
  private facts: Fact[] = [];
  private search = document.createElement('input');
  private list = document.createElement('ul');

  constructor() {
    super({ node: document.createElement('details') });
    this.addClass('dophu-facts');
    const summary = document.createElement('summary');
    summary.textContent = 'Số liệu để gọi trong lời văn';
    this.search.type = 'search';
    this.search.placeholder = 'Tìm theo tên hoặc nghĩa';
    this.search.addEventListener('input', () => this.draw());
    this.node.append(summary, this.search, this.list);
    this.offer([]);
  }

  offer(facts: Fact[]): void {
    this.facts = facts;
    this.node.hidden = facts.length === 0;
    this.draw();
  }

  private draw(): void {
    const words = plain(this.search.value).split(/\s+/);
    const found = this.facts.filter(fact => {
      const text = plain(`${fact.name} ${fact.label} ${fact.shown}`);
      return words.every(word => text.includes(word));
    });
    this.list.replaceChildren(...found.map(fact => this.entry(fact)));
  }

  private entry(fact: Fact): HTMLElement {
    const entry = document.createElement('li');
    const [name, shown, label] = ['code', 'b', 'span'].map(tag => document.createElement(tag));
    [name.textContent, shown.textContent, label.textContent] = [fact.name, fact.shown, fact.label];
    entry.append(name, shown, label);
    entry.title = 'Bấm để đặt vào chỗ con trỏ, hoặc kéo vào lời văn';
    entry.draggable = true;
    entry.addEventListener('dragstart', event => event.dataTransfer?.setData('text/plain', `{{ ${fact.name} }}`));
    entry.addEventListener('click', () => this.insert(fact.name));
    return entry;
  }

  /** Put a name where the cursor stands: by its braces in prose, bare inside of them, by the report in code. */
  private insert(name: string): void {
    const editor = this.panel?.content.activeCell?.editor;
    if (!editor) {
      return;
    }
    const source = editor.model.sharedModel.getSource();
    const before = source.slice(0, editor.getOffsetAt(editor.getCursorPosition()));
    const inside = before.lastIndexOf('{{') > before.lastIndexOf('}}');
    const prose = inside ? name : `{{ ${name} }}`;
    editor.replaceSelection?.(isProse(source) ? prose : `report[${JSON.stringify(name)}]`);
    editor.focus();
  }
}

/** A text without case and without the marks of Vietnamese, as people type when they search. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}
