// Search, filters and order of the list; without this script it stands whole, newest period first.
// A row carries its place in each column that sorts ("3 1 0 2 -"), reckoned when the page was written; "-" comes
// last either way. The choices of the filters are such places too.
"use strict";

const told = { ...document.currentScript.dataset }; // what the page says of what was found
const form = document.forms[0];
const shown = form.querySelector("output");
const groups = [...document.querySelectorAll(".list tbody")];
const heads = [...document.querySelectorAll("th[data-first]")];
const entries = groups.flatMap(group => [...group.rows]).map(row => ({ row, places: row.dataset.sort.split(" "), text: "" }));

function folded(text) { // without marks, words parted by single spaces
  const plain = text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replaceAll("đ", "d");
  return plain.replace(/[^\p{L}\p{N}/-]+/gu, " ");
}

function textOf(entry) {
  const words = [...entry.row.cells].map(cell => cell.textContent);
  entry.text ||= folded([" ", entry.row.querySelector("time").dateTime, ...words].join(" "));
  return entry.text;
}

function matches(entry, word) { // a number anywhere ("8/2020"), letters only where a word begins ("ha", not "nhanh")
  return textOf(entry).includes(/^\d/.test(word) ? word : ` ${word}`);
}

function has(entry, report) { // the titles of a row's reports, read once
  entry.reports ||= [...entry.row.querySelectorAll("li > span")].map(span => span.textContent);
  return entry.reports.includes(report);
}

function filter() {
  const { search, campaign, period, report, state } = form.elements;
  const words = folded(search.value).split(" ").filter(Boolean);
  let count = 0;
  for (const entry of entries) {
    const hidden = (campaign.value && entry.places[2] !== campaign.value)
      || (period.value && entry.places[0] !== period.value)
      || (report.value && !has(entry, report.value))
      || (state.value && !entry.row.classList.contains(state.value))
      || !words.every(word => matches(entry, word));
    if (entry.row.hidden !== Boolean(hidden)) entry.row.hidden = Boolean(hidden);
    count += hidden ? 0 : 1;
  }
  measure();
  const found = told.found.replace("{shown}", grouped(count)).replace("{all}", grouped(entries.length));
  shown.value = count ? found : told.none;
}

function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ".");
}

function sort(column, direction) {
  const order = (one, other) => {
    const [a, b] = [one.places[column], other.places[column]];
    return a === "-" || b === "-" ? (a === "-") - (b === "-") : direction * (a - b);
  };
  heads.forEach((head, place) => {
    if (place === column) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  });
  fill([...entries].sort(order).map(entry => entry.row));
}

function fill(rows) {
  const size = Math.ceil(rows.length / groups.length);
  groups.forEach((group, place) => group.append(...rows.slice(place * size, (place + 1) * size)));
  measure();
}

function measure() { // a group out of sight is as high as its rows are likely to be
  for (const group of groups) {
    const visible = [...group.rows].filter(row => !row.hidden).length;
    group.hidden = !visible;
    group.style.setProperty("--rows", visible);
  }
}

heads.forEach((head, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const turned = { ascending: -1, descending: 1 }[head.getAttribute("aria-sort")];
    sort(column, turned ?? Number(head.dataset.first));
  });
});

heads[0].setAttribute("aria-sort", "descending");
form.addEventListener("input", filter);
form.querySelector("button").addEventListener("click", () => {
  form.reset();
  filter();
});
form.addEventListener("submit", event => event.preventDefault());
form.hidden = false;
filter(); // a browser that goes back fills the fields in again
