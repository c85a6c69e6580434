"use strict";
// The reader of the page. Whatever a model wrote becomes a text node, never markup; nothing is fetched or evaluated.

const PAGE = 40;
const COMPLEXITIES = {
  clarification: "clarification",
  tool_awareness: "tool awareness",
  error_simulation: "error simulation",
  non_function_calling: "small talk",
};
const JUDGES = { judge: "the judge", rules: "rules", writer: "the writer" };

const find = (id) => document.getElementById(id);

/** An element with attributes and children; children that are no elements become text. */
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child != null && child !== false && child !== ""));
  return made;
}

async function unpack(script) {
  const bytes = Uint8Array.from(atob(script.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
const readable = (name) => COMPLEXITIES[name] ?? name.replaceAll("_", " ");

// What the page holds -----------------------------------------------------------------------------------------------

const packs = [...document.querySelectorAll("script.pack")];
const unpacked = new Map();
let library;

/** The dialogues of one pack, unpacked when they are first asked for. */
function pack(number) {
  if (!unpacked.has(number)) unpacked.set(number, unpack(packs[number]));
  return unpacked.get(number);
}

async function dialogueAt(place) {
  return (await pack(Math.floor(place / library.chunk)))[place % library.chunk];
}

/** Everything that is said in the final version, in small letters. */
function textOf(dialogue) {
  const last = dialogue.moments.at(-1);
  if (!last) return "";
  const parts = last.order.map((number) => {
    const turn = dialogue.turns[number];
    const calls = (turn.calls ?? []).map((call) => [call.name, call.arguments.map((each) => [each.name, each.value])]);
    return [turn.text ?? "", calls, (turn.results ?? []).map((result) => result[1])];
  });
  return parts.flat(Infinity).join("\n").toLowerCase();
}

// The list ----------------------------------------------------------------------------------------------------------

const list = { shown: [], page: 0, request: 0 };

function chosen() {
  const wanted = Object.fromEntries(["status", "complexity", "called", "run"].map((id) => [id, find(id).value]));
  return (entry) =>
    (!wanted.status || entry.status === wanted.status) &&
    (!wanted.complexity || entry.complexities.includes(wanted.complexity)) &&
    (!wanted.called || entry.called.includes(wanted.called)) &&
    (!wanted.run || entry.run === Number(wanted.run));
}

async function filter() {
  const request = ++list.request;
  const words = find("search").value.trim().toLowerCase();
  const places = library.dialogues.map((_, place) => place).filter((place) => chosen()(library.dialogues[place]));
  const found = [];
  for (const place of places) {
    if (words && !library.dialogues[place].id.includes(words)) {
      const dialogue = await dialogueAt(place);
      dialogue.said ??= textOf(dialogue);
      if (request !== list.request) return; // another search has begun
      if (!dialogue.said.includes(words)) continue;
    }
    found.push(place);
  }
  list.shown = found;
  list.page = 0;
  drawList();
}

function drawList() {
  const pages = Math.max(1, Math.ceil(list.shown.length / PAGE));
  const places = list.shown.slice(list.page * PAGE, (list.page + 1) * PAGE);
  find("found").textContent = plural(list.shown.length, "dialogue");
  find("dialogues").replaceChildren(...places.map(listItem));
  find("page-place").textContent = `${list.page + 1} of ${pages}`;
  find("page-back").disabled = list.page === 0;
  find("page-on").disabled = list.page >= pages - 1;
  markCurrent();
}

function listItem(place) {
  const entry = library.dialogues[place];
  const several = library.runs.length > 1;
  const facts = [several && library.runs[entry.run], plural(entry.turns, "turn"), ...entry.complexities.map(readable)];
  return el("li", {},
    el("a", { href: link(entry), "data-place": place },
      el("span", { class: "line" }, el("b", {}, entry.id), status(entry.status)),
      el("span", { class: "begins" }, entry.begins || "nothing was said"),
      el("span", { class: "facts" }, facts.filter(Boolean).join(" · "))));
}

const status = (name) => el("span", { class: `status is-${name}` }, name);

/** The address of a dialogue; of its last version where no moment is named. */
function link(entry, step) {
  const words = new URLSearchParams({ d: entry.id });
  if (library.runs.length > 1) words.set("r", entry.run + 1);
  if (step !== undefined) words.set("s", step);
  return `#${words}`;
}

function markCurrent() {
  for (const anchor of find("dialogues").querySelectorAll("a")) {
    if (Number(anchor.dataset.place) === open.place) anchor.setAttribute("aria-current", "true");
    else anchor.removeAttribute("aria-current");
  }
}

// One dialogue ------------------------------------------------------------------------------------------------------

const open = { place: -1, named: -1, step: 0, dialogue: null };

/** Open what the address names; say so where there is no such dialogue. */
async function follow() {
  if (!location.hash.startsWith("#d=")) return;
  const words = new URLSearchParams(location.hash.slice(1));
  const run = Number(words.get("r") ?? 1) - 1;
  const place = library.dialogues.findIndex((entry) => entry.id === words.get("d") && entry.run === run);
  if (place < 0) return complain(`The address names the dialogue ${words.get("d")}, which this page does not hold.`);
  find("trouble").hidden = true;
  const moved = place !== open.named;
  open.named = place;
  await show(place, words.has("s") ? Number(words.get("s")) || 0 : Infinity);
  if (moved) {
    find("dialogue").scrollIntoView({ block: "start" });
    find("dialogue").focus({ preventScroll: true });
  }
}

async function show(place, step) {
  const dialogue = await dialogueAt(place);
  const moved = place !== open.place;
  Object.assign(open, { place, dialogue, step: within(step, dialogue) });
  if (moved) drawDialogue();
  else drawMoment();
  markCurrent();
}

const within = (step, dialogue) => Math.max(0, Math.min(step, dialogue.moments.length - 1));

function complain(words) {
  find("trouble").textContent = words;
  find("trouble").hidden = false;
  find("trouble").scrollIntoView({ block: "center" });
}

function drawDialogue() {
  const entry = library.dialogues[open.place];
  const { goals, verdict, spent, moments, system, simulated } = open.dialogue;
  const cost = spent.cost == null ? "" : `, cost ${spent.cost.toFixed(4)}`;
  const taken = `${plural(spent.calls, "model call")}, ${plural(spent.tokens, "token")}${cost}`;
  find("dialogue").setAttribute("aria-label", `Dialogue ${entry.id}`);
  find("dialogue").replaceChildren(
    el("a", { class: "back", href: "#reader" }, "Back to the list"),
    el("header", {},
      el("h3", {}, entry.id, status(entry.status), simulated && el("span", { class: "tag simulated" }, "simulated model"), entry.complexities.map((name) => el("span", { class: "tag" }, readable(name)))),
      el("p", { class: "facts" }, taken),
      verdict.reasons.map((reason) => el("p", { class: "reason" }, reason))),
    goals.length > 0 && el("details", {}, el("summary", {}, plural(goals.length, "goal")), el("ol", {}, goals.map((goal) => el("li", {}, goal)))),
    system && el("details", {}, el("summary", {}, "System text"), el("p", { class: "said" }, system)),
    moments.length ? historian(moments) : el("p", { class: "hint" }, "It failed before anything was written."),
    el("div", { id: "moment" }),
    aftermath(verdict));
  drawMoment();
}

/** The slider through the history, with one stroke for each moment. */
function historian(moments) {
  const last = moments.length - 1;
  const slider = el("input", { type: "range", id: "step", min: 0, max: last, step: 1, "aria-label": "Moment in the history of the dialogue" });
  slider.addEventListener("input", () => go(Number(slider.value)));
  const button = (id, words, by) => {
    const made = el("button", { type: "button", id }, words);
    made.addEventListener("click", () => go(open.step + by));
    return made;
  };
  const made = el("div", { class: "history" },
    el("div", { class: "strokes", "aria-hidden": "true" }, moments.map((moment) => el("span", { class: `stroke ${tone(moment)}` }))),
    slider,
    el("div", { class: "place" }, button("step-back", "Earlier", -1), el("p", { id: "step-words", role: "status" }), button("step-on", "Later", 1)),
    el("div", { id: "step-reason" }));
  made.style.setProperty("--moments", moments.length);
  return made;
}

function go(step) {
  open.step = within(step, open.dialogue);
  history.replaceState(null, "", link(library.dialogues[open.place], open.step));
  drawMoment();
}

function tone(moment) {
  if (moment.event === "injection") return moment.applied ? "injected" : "none";
  if (moment.event === "ruling") return moment.accepted ? "accepted" : "refused";
  return moment.event;
}

/** What happened at a moment, in a few words; passes after a verdict repair. */
function told(moment) {
  const { moments } = open.dialogue;
  const repairs = moments.slice(0, moments.indexOf(moment)).some((past) => past.event === "verdict");
  switch (moment.event) {
    case "skeleton": return "The skeleton";
    case "injection": return `${readable(moment.complexity)} ${moment.applied ? "injected" : "was tried and did not fit"}`;
    case "ruling": return `${repairs ? "Repair" : `Pass ${moment.refinement}`}: ${moment.accepted ? "accepted" : "refused"} by ${JUDGES[moment.by] ?? moment.by}`;
    case "verdict": return moment.reasons.length ? "Verdict: rejected" : "Verdict: accepted";
    default: return "As it stands";
  }
}

const turnsOf = (step) => open.dialogue.moments[step].order.map((number) => [number, open.dialogue.turns[number]]);

function drawMoment() {
  const { moments } = open.dialogue;
  if (!moments.length) return;
  const moment = moments[open.step];
  const words = `${open.step + 1} of ${moments.length} · ${told(moment)}`;
  find("step").value = open.step;
  find("step").setAttribute("aria-valuetext", words);
  find("step-words").textContent = words;
  find("step-back").disabled = open.step === 0;
  find("step-on").disabled = open.step === moments.length - 1;
  document.querySelectorAll(".stroke").forEach((stroke, number) => stroke.classList.toggle("current", number === open.step));
  find("step-reason").replaceChildren(...reasons(moment));
  find("moment").replaceChildren(offers(moment), el("ol", { class: "chat" }, chat(moment)));
}

function reasons(moment) {
  const said = [moment.reason, ...(moment.reasons ?? [])].filter(Boolean).map((reason) => el("p", { class: "reason" }, reason));
  if (moment.masked?.length) said.unshift(turnButtons("masked", moment.masked));
  if (moment.applied) said.unshift(turnButtons("altered", moment.added));
  if (moment.refused?.length) {
    said.push(el("details", {}, el("summary", {}, "What was refused"), moment.refused.map((text) => el("pre", {}, text))));
  }
  return said;
}

/** Names of turns that lead to them. */
function turnButtons(words, ids) {
  const button = (id) => {
    const made = el("button", { type: "button" }, `turn ${id}`);
    made.addEventListener("click", () => find("moment").querySelector(`[data-turn="${Number(id)}"]`)?.scrollIntoView({ block: "center" }));
    return made;
  };
  return el("p", { class: "facts turns" }, words, ids.map(button));
}

function offers(moment) {
  const tools = moment.tools.map((number) => library.tools[number]);
  return el("details", { class: "offer" }, el("summary", {}, `${plural(tools.length, "tool")} on offer`), el("ul", {}, tools.map(toolItem)));
}

const toolItem = (tool) => el("li", {}, el("code", {}, `${tool.name}(${tool.takes.join(", ")})`), " ", tool.about);

/** The turns of a moment; a call and the results that answer it stand together. */
function chat(moment) {
  const before = new Map(open.step ? turnsOf(open.step - 1).map(([number, turn]) => [turn.id, [number, turn]]) : []);
  const turns = turnsOf(open.step);
  const items = [];
  turns.forEach(([number, turn], place) => {
    const earlier = turns[place - 1]?.[1];
    if (turn.role === "tool" && earlier?.calls?.length) return; // shown with its calls
    const next = turns[place + 1];
    const answers = turn.calls?.length && next?.[1].role === "tool" ? next : null;
    items.push(turnItem(turn, answers?.[1], marks(number, turn, answers, before, moment), before.get(turn.id)?.[1]));
  });
  return items;
}

function marks(number, turn, answers, before, moment) {
  const found = [];
  const old = before.get(turn.id);
  for (const past of open.dialogue.moments.slice(0, open.step + 1)) {
    const asItWas = past.complexity === "non_function_calling" && turn.id === past.turn; // small talk follows it
    if (past.applied && past.added.includes(turn.id) && !asItWas) found.push(["injected", readable(past.complexity)]);
  }
  if (turn.learn === false) found.push(["unlearned", "not learned"]);
  if (turn.draft) found.push(["draft", "draft"]);
  if (moment.masked?.includes(turn.id)) found.push(["masked", "masked"]);
  if (open.step && !old) found.push(["new", "new"]);
  if (old && old[0] !== number) found.push(["rewritten", "rewritten"]);
  const replied = answers && before.get(answers[1].id);
  if (replied && replied[0] !== answers[0]) found.push(["rewritten", "other results"]);
  return found;
}

function turnItem(turn, answers, found, old) {
  const tones = found.map(([tone]) => `turn-${tone}`).join(" ");
  const rewritten = found.some(([, words]) => words === "rewritten");
  const labels = open.dialogue.verdict.labels[turn.id] ?? [];
  return el("li", { class: `turn by-${turn.role} ${tones}`, "data-turn": turn.id },
    el("div", { class: "who" }, el("span", {}, turn.role), el("span", { class: "number" }, `turn ${turn.id}`),
      found.map(([tone, words]) => el("span", { class: `mark mark-${tone}` }, words))),
    body(turn, answers),
    labels.map((reason) => el("p", { class: "reason" }, reason)),
    rewritten && old && el("details", { class: "earlier" }, el("summary", {}, "Before"), body(old, null)));
}

function body(turn, answers) {
  const calls = turn.calls ?? [];
  const loose = turn.role === "tool" ? turn.results : [];
  return el("div", { class: "body" },
    turn.text && el("p", { class: "said" }, turn.text),
    turn.offers?.length > 0 && el("div", { class: "brought" }, el("p", { class: "facts" }, "brings a tool along"), el("ul", {}, turn.offers.map((number) => toolItem(library.tools[number])))),
    calls.length > 1 && el("p", { class: "facts" }, `${calls.length} calls at once`),
    calls.map((call) => callCard(call, answers?.results.find((result) => result[0] === call.id))),
    loose.map(resultBox));
}

function callCard(call, result) {
  return el("div", { class: "call", "data-call": call.id },
    el("p", { class: "name" }, el("code", {}, call.name), el("span", { class: "number" }, call.id)),
    call.arguments.length > 0 && el("dl", {}, call.arguments.map((each) => [el("dt", {}, each.name), el("dd", {}, argument(each))])),
    result && resultBox(result));
}

const resultBox = ([, content, failed]) =>
  el("div", { class: failed ? "result failed" : "result" }, el("span", { class: "number" }, failed ? "failed" : "result"), el("pre", {}, content));

let counter = 0;

/** A value that tells, when it is pointed at or focused, where it comes from. */
function argument({ value, origin }) {
  const id = `origin-${counter++}`;
  const made = el("span", { class: "value", tabindex: 0, role: "button", "aria-describedby": id },
    el("span", { class: "literal" }, value), el("span", { class: "origin", id, role: "tooltip" }, origin.words));
  const point = () => pointAt(origin);
  for (const event of ["mouseenter", "focus"]) made.addEventListener(event, point);
  for (const event of ["mouseleave", "blur"]) made.addEventListener(event, unpoint);
  const jump = () => find("moment").querySelector(".cited")?.scrollIntoView({ block: "center" });
  made.addEventListener("click", jump);
  made.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); jump(); }
    if (event.key === "Escape") made.blur();
  });
  return made;
}

function pointAt(origin) {
  unpoint();
  const chat = find("moment");
  const turns = origin.turns.map((id) => chat.querySelector(`[data-turn="${Number(id)}"] .said`));
  const calls = [...chat.querySelectorAll(".chat > li > .body > [data-call]")].filter((card) => origin.calls.includes(card.dataset.call));
  for (const target of [...turns, ...calls.map((card) => card.querySelector(".result pre") ?? card)]) {
    if (!target) continue;
    target.classList.add("cited");
    if (!target.children.length) markWords(target, origin.quotes);
  }
}

function markWords(target, quotes) {
  const text = target.textContent;
  for (const quote of quotes) {
    const start = text.toLowerCase().indexOf(quote.toLowerCase());
    if (start < 0 || text.length !== text.toLowerCase().length) continue;
    const end = start + quote.length;
    target.replaceChildren(text.slice(0, start), el("mark", {}, text.slice(start, end)), text.slice(end));
    return;
  }
}

function unpoint() {
  for (const target of document.querySelectorAll(".cited")) {
    target.classList.remove("cited");
    if (target.querySelector("mark")) target.textContent = target.textContent;
  }
}

/** What was said of the finished dialogue. */
function aftermath(verdict) {
  const words = (passed) => (passed === null ? "no answer" : passed ? "yes" : "no");
  const rows = [
    verdict.answers.length > 0 && el("details", { open: verdict.answers.some((answer) => !answer[1]) },
      el("summary", {}, "Experts"),
      el("dl", { class: "answers" }, verdict.answers.map(([question, passed, reason]) => [
        el("dt", {}, readable(question), el("span", { class: `status is-${words(passed).replace(" ", "-")}` }, words(passed))), el("dd", {}, reason)]))),
    verdict.findings.length > 0 && el("details", {}, el("summary", {}, plural(verdict.findings.length, "finding")),
      el("ul", {}, verdict.findings.map(([severity, kind, turn, message]) => el("li", {}, `${severity}, ${readable(kind)}${turn == null ? "" : `, turn ${turn}`}: ${message}`)))),
    verdict.overruled.length > 0 && el("details", {}, el("summary", {}, "Overruled"), verdict.overruled.map((reason) => el("p", { class: "reason" }, reason))),
    verdict.planted.length > 0 && el("details", {}, el("summary", {}, "Planted by the simulated model"),
      el("ul", {}, verdict.planted.map(([kind, turn, detail]) => el("li", {}, `${readable(kind)}${turn == null ? "" : `, turn ${turn}`}${detail ? `: ${detail}` : ""}`)))),
    verdict.raw && el("details", {}, el("summary", {}, "What the model said"), el("pre", {}, verdict.raw)),
    verdict.twin && el("p", { class: "facts" }, "Its record has a twin: the same request, fully specified and executed directly."),
  ].filter(Boolean);
  return rows.length > 0 && el("div", { class: "aftermath" }, el("h4", {}, "What was said of it"), rows);
}

// Beginning ---------------------------------------------------------------------------------------------------------

function fillSelect(id, names, words = readable) {
  find(id).append(...names.map(([value, name]) => el("option", { value }, words(name))));
}

const sorted = (names) => [...new Set(names)].sort().map((name) => [name, name]);

async function begin() {
  if (typeof DecompressionStream === "undefined") return complain("This browser is too old to unpack the dialogues (it has no DecompressionStream).");
  library = await unpack(find("index"));
  fillSelect("status", sorted(library.dialogues.map((entry) => entry.status)));
  fillSelect("complexity", sorted(library.dialogues.flatMap((entry) => entry.complexities)));
  fillSelect("called", sorted(library.dialogues.flatMap((entry) => entry.called)), String);
  fillSelect("run", library.runs.map((name, number) => [number, name]), String);
  find("run-label").hidden = library.runs.length < 2;
  let waiting;
  find("filters").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  });
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("page-back").addEventListener("click", () => { list.page -= 1; drawList(); });
  find("page-on").addEventListener("click", () => { list.page += 1; drawList(); });
  addEventListener("hashchange", follow);
  await filter();
  await follow();
  if (open.place < 0 && list.shown.length) await show(list.shown[0], Infinity);
  document.documentElement.dataset.ready = "yes";
}

begin().catch((error) => complain(`The dialogues could not be unpacked: ${error.message}`));
