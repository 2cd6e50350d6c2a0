// Search, filters and order of the list; without this script it stands whole, newest period first.
// A row carries its place in each column that sorts ("3 1 0 2 -"), reckoned when the page was written; "-" comes
// last either way. The choices of the filters are such places too.
"use strict";

const IN_SIGHT = 60; // rows that are laid out at once, more than a tall screen shows
const AT_ONCE = 8; // milliseconds of what is done while nothing else is to do, half of a frame
const later = window.requestIdleCallback ?? setTimeout;

const told = { ...document.currentScript.dataset }; // what the page says of what was found
const form = document.forms[0];
const shown = form.querySelector("output");
const groups = [...document.querySelectorAll(".list tbody")];
const heads = [...document.querySelectorAll("th[data-first]")];
const entries = groups.flatMap(group => [...group.rows]).map(row => ({ row, places: row.dataset.sort.split(" "), text: "", hidden: false }));

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

function unitOf(row) { // of "campaign/period/unit"
  const [campaign, , unit] = row.id.split("/");
  return `${campaign}/${unit}`;
}

function showUnit(whose) { // all periods of one unit: its name, its course, and from where it goes to where
  const rows = entries.map(entry => entry.row).filter(row => whose && unitOf(row) === whose);
  const page = document.querySelector("section.unit");
  page.hidden = !rows.length;
  if (!rows.length) return false;
  page.querySelector("h2").textContent = told.unit.replace("{unit}", rows[0].cells[1].textContent);
  page.querySelector("div").className = rows[0].cells[5].className;
  const ends = [rows.at(-1), rows[0]].map(row => `${row.cells[0].textContent}: ${row.cells[3].firstChild.textContent}`);
  page.querySelector("div").textContent = [...new Set(ends)].join(" – ");
  return true;
}

function filter() {
  const { search, campaign, period, region, report, state } = form.elements;
  const whose = decodeURI(location.hash.slice(1));
  const isUnit = whose.split("/").length === 2 && showUnit(whose);
  if (!isUnit) showUnit("");
  const words = folded(search.value).split(" ").filter(Boolean);
  let count = 0;
  for (const entry of entries) {
    const hidden = (campaign.value && entry.places[2] !== campaign.value)
      || (period.value && entry.places[0] !== period.value)
      || (isUnit && unitOf(entry.row) !== whose)
      || (region?.value && entry.row.dataset.region !== region.value)
      || (report.value && !has(entry, report.value))
      || (state.value && !entry.row.classList.contains(state.value))
      || !words.every(word => matches(entry, word));
    entry.hidden = Boolean(hidden);
    count += hidden ? 0 : 1;
  }
  if (entries.some(entry => entry.hidden !== entry.row.hidden)) layOut();
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
  ordered = [...entries].sort(order);
  layOut();
}

let ordered = entries;

// Moves and shows the rows that are in sight at once, and the others while nothing else is to do: all of ten thousand
// editions take more than half a second. A group that waits is hidden, and so costs nothing when it comes back. Where
// a newer order or filter comes meanwhile, whoever lays out a group asks for the newest.
function layOut() {
  groups.forEach(group => { group.hidden = true; });
  let place = 0;
  for (let seen = 0; place < groups.length && seen < IN_SIGHT; place += 1) seen += lay(place);
  whileIdle(place, groups.length, lay);
}

function lay(place) { // one group, and how many of its rows are shown
  const size = Math.ceil(ordered.length / groups.length);
  const part = ordered.slice(place * size, (place + 1) * size);
  const group = groups[place];
  for (const { row, hidden } of part) if (row.hidden !== hidden) row.hidden = hidden;
  if (part.some(({ row }, at) => group.rows[at] !== row)) group.replaceChildren(...part.map(entry => entry.row));
  const shown = part.filter(entry => !entry.hidden).length;
  group.hidden = !shown;
  group.style.setProperty("--rows", shown); // out of sight it is as high as its rows are likely to be
  return shown;
}

function whileIdle(from, to, step) {
  const goOn = at => {
    const end = performance.now() + AT_ONCE;
    for (; at < to && performance.now() < end; at += 1) step(at);
    if (at < to) later(() => goOn(at));
  };
  later(() => goOn(from));
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
// Units against reports in a period that is chosen: the page was written with that of the newest.
function cover(box, place) {
  const { campaign, words } = box.dataset;
  const own = entries.filter(entry => entry.places[2] === campaign);
  const now = new Map(own.filter(entry => entry.places[0] === place).map(entry => [unitOf(entry.row), entry.row]));
  const vintage = [...now.values()][0].dataset.vintage;
  const units = new Map(own.filter(entry => entry.row.dataset.vintage === vintage).map(entry => [unitOf(entry.row), entry]));
  const titles = [...box.querySelectorAll("thead th")].slice(1).map(head => head.textContent);
  const ordered = [...units.entries()].sort(([, a], [, b]) => a.places[1] - b.places[1]);
  box.querySelector("tbody").replaceChildren(...ordered.map(([unit, { row }]) => {
    const line = document.createElement("tr");
    line.append(cell("th", row.cells[1].textContent, "", ""), ...titles.map(title => stateOf(now.get(unit), title, JSON.parse(words))));
    return line;
  }));
}

function stateOf(row, title, words) {
  const item = [...(row?.querySelectorAll("li") ?? [])].find(each => each.firstChild.textContent === title);
  const state = item?.className || "missing";
  return cell("td", words[state], state, item?.querySelector("a")?.getAttribute("href"));
}

function cell(kind, text, state, address) {
  const made = document.createElement(kind);
  if (kind === "th") made.scope = "row";
  const shown = address ? made.appendChild(document.createElement("a")) : made;
  if (address) shown.href = address;
  if (state) made.className = state;
  shown.textContent = text;
  return made;
}

for (const box of document.querySelectorAll(".coverage")) {
  const label = box.querySelector("label");
  const days = new Map(entries.filter(entry => entry.places[2] === box.dataset.campaign)
    .map(entry => [entry.places[0], entry.row.cells[0].textContent]));
  const newest = [...days].sort(([a], [b]) => b - a);
  label.querySelector("select").append(...newest.map(([place, day]) => new Option(day, place)));
  label.hidden = newest.length < 2;
  label.addEventListener("input", event => cover(box, event.target.value));
}

addEventListener("hashchange", filter);
form.addEventListener("input", filter);
form.querySelector("button").addEventListener("click", () => {
  form.reset();
  filter();
});
form.addEventListener("submit", event => event.preventDefault());
form.hidden = false;
filter(); // a browser that goes back fills the fields in again
whileIdle(0, entries.length, place => textOf(entries[place])); // so that the first letter of a search finds it read
