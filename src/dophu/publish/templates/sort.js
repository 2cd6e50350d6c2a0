// Puts a button into the head of each column, which sorts the rows by it; a second press reverses them.
// A row carries the place of each of its cells ("3 1 - 2"), reckoned when the page was written; "-" comes last
// either way. Rows of equal place stay as on paper, and rows of totals in the table's foot, below the others.
"use strict";

const { sortBy } = document.currentScript.dataset; // how a button is announced

function sorted(rows, column, direction) {
  const place = row => row.dataset.sort.split(" ")[column];
  return [...rows].sort((one, other) => {
    const [a, b] = [place(one), place(other)];
    return a === "-" || b === "-" ? (a === "-") - (b === "-") : direction * (a - b);
  });
}

function addButton(head, press) {
  const name = head.innerText.trim();
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", sortBy.replace("{column}", () => name));
  head.setAttribute("aria-label", name); // what a screen reader says before each cell: without the button
  head.append(button);
  button.addEventListener("click", press);
}

for (const table of document.querySelectorAll("table.sortable")) {
  const paper = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (!head.matches("th")) return;
    addButton(head, () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      table.tBodies[0].append(...sorted(paper, column, descending ? -1 : 1));
    });
  });
}
