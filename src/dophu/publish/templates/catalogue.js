// Search, filters and order of the list. Without this script it stands whole, newest period first; with it the rows
// are a text, of which as many are laid out as one looks at. Beside the text stands what they are found by: a row's
// place in each column that sorts ("3 1 0 2 -", where "-" comes last either way), its states, its words without marks.
// The choices of the filters are such places too.
"use strict";

const AT_ONCE = 10; // rows, about as many as a screen shows; more are laid out before they come into sight

const told = { ...document.currentScript.dataset }; // what the page says of what was found
const form = document.forms[0];
const shown = form.querySelector("output");
const more = document.querySelector(".more");
const written = document.querySelector("noscript").textContent;
const list = made(written.slice(0, written.indexOf("<tbody>")));
const index = JSON.parse(document.getElementById("rows").textContent);
const sources = written.split("<tr id=").slice(1).map(row => `<tr id=${row.slice(0, row.lastIndexOf("</tr>"))}</tr>`);
const entries = index.rows.map(([places, states, region, vintage, words, reports], place) => ({
  region, vintage,
  unit: unitOf(sources[place].split('"')[1]),
  places: places.split(" "),
  states: states.split(" "),
  reports: reports.map(number => index.titles[number][0]),
  text: [" ", words, ...reports.map(number => index.titles[number][1])].join(" "),
  source: sources[place],
}));
let ordered = entries;
let found = entries; // those that the filters let through, in order
let laidOut = 0; // how many of them

more.before(list);
const heads = [...list.querySelectorAll("th[data-first]")];

function made(markup) { // by the page's own template, which has escaped what is data
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content.firstElementChild;
}

function rowOf(entry) { // apart from the list, to read from
  return made(`<table>${entry.source}</table>`).rows[0];
}

function folded(text) { // without marks, words parted by single spaces
  const plain = text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replaceAll("đ", "d");
  return plain.replace(/[^\p{L}\p{N}/-]+/gu, " ");
}

function matches(entry, word) { // a number anywhere ("8/2020"), letters only where a word begins ("ha", not "nhanh")
  return entry.text.includes(/^\d/.test(word) ? word : ` ${word}`);
}

function unitOf(id) { // of "campaign/period/unit"
  const [campaign, , unit] = id.split("/");
  return `${campaign}/${unit}`;
}

function showUnit(own) { // all periods of one unit: its name, its course, and from where it goes to where
  const page = document.querySelector("section.unit");
  page.hidden = !own.length;
  if (!own.length) return;
  const rows = [own.at(-1), own[0]].map(rowOf);
  page.querySelector("h2").textContent = told.unit.replace("{unit}", rows[1].cells[1].textContent);
  page.querySelector("div").className = rows[1].cells[5].className;
  const ends = rows.map(row => `${row.cells[0].textContent}: ${row.cells[3].firstChild.textContent}`);
  page.querySelector("div").textContent = [...new Set(ends)].join(" – ");
}

function filter() {
  const { search, campaign, period, region, report, state } = form.elements;
  const words = folded(search.value).split(" ").filter(Boolean);
  const own = ofAddress();
  showUnit(own);
  const chosen = new Set(own);
  found = ordered.filter(entry => (!campaign.value || entry.places[2] === campaign.value)
    && (!period.value || entry.places[0] === period.value)
    && (!own.length || chosen.has(entry))
    && (!region?.value || entry.region === region.value)
    && (!report.value || entry.reports.includes(report.value))
    && (!state.value || entry.states.includes(state.value))
    && words.every(word => matches(entry, word)));
  layOut();
  const said = told.found.replace("{shown}", grouped(found.length)).replace("{all}", grouped(entries.length));
  shown.value = found.length ? said : told.none;
}

// An address names a unit ("campaign/unit"), or one of its rows ("campaign/period/unit"): both show all its periods.
function ofAddress() {
  const parts = location.hash.slice(1).split("/");
  const whose = `${parts[0]}/${parts.at(-1)}`;
  return parts.length > 1 ? entries.filter(entry => entry.unit === whose) : [];
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
  filter();
}

function layOut() {
  list.querySelectorAll("tbody").forEach(group => group.remove());
  laidOut = 0;
  goOn(AT_ONCE);
}

function goOn(many) {
  const part = found.slice(laidOut, laidOut + many);
  const group = document.createElement("tbody");
  group.innerHTML = part.map(entry => entry.source).join("");
  group.style.setProperty("--rows", part.length); // out of sight it is as high as its rows are likely to be
  list.append(group);
  laidOut += part.length;
  const rest = found.length - laidOut;
  more.hidden = !rest;
  more.textContent = told.more.replace("{many}", grouped(rest));
}

more.addEventListener("click", () => {
  const from = laidOut;
  goOn(AT_ONCE);
  list.querySelectorAll("tbody > tr")[from].querySelector("a").focus({ preventScroll: true });
});
// It tells what comes near; told to look again it tells what is near still.
const watch = new IntersectionObserver(seen => {
  if (!seen.some(one => one.isIntersecting)) return;
  goOn(AT_ONCE);
  watch.unobserve(more);
  watch.observe(more);
}, { rootMargin: "800px" });
watch.observe(more);
addEventListener("beforeprint", () => goOn(found.length));

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
  const now = new Map(own.filter(entry => entry.places[0] === place).map(entry => [entry.unit, entry]));
  const { vintage } = [...now.values()][0];
  const units = new Map(own.filter(entry => entry.vintage === vintage).map(entry => [entry.unit, entry]));
  const titles = [...box.querySelectorAll("thead th")].slice(1).map(head => head.textContent);
  const ordered = [...units.entries()].sort(([, a], [, b]) => a.places[1] - b.places[1]);
  box.querySelector("tbody").replaceChildren(...ordered.map(([unit, entry]) => {
    const line = document.createElement("tr");
    const row = now.has(unit) ? rowOf(now.get(unit)) : null;
    const name = (row ?? rowOf(entry)).cells[1].textContent;
    line.append(cell("th", name, "", ""), ...titles.map(title => stateOf(row, title, JSON.parse(words))));
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
  const days = new Set(entries.filter(entry => entry.places[2] === box.dataset.campaign).map(entry => entry.places[0]));
  const newest = [...form.elements.period.options].filter(option => days.has(option.value));
  label.querySelector("select").append(...newest.map(option => option.cloneNode(true)));
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
