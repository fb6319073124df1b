// Comfort on top of pages that work without it. Nothing here is needed to read or to send.
document.documentElement.classList.add("js");

const filled = (words, ...values) => values.reduce((text, value) => text.replace("%s", value), words);
const plain = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

// An error summary takes the focus, so that it is heard and seen first.
document.querySelector("[data-focus]")?.focus();

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = copy.dataset.done;
  }
  if (event.target.closest("[data-print]")) window.print();
  // The phone menu closes when one taps elsewhere.
  const menu = document.querySelector("details.menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A deadline in the reader's own time zone, beside the named one.
for (const place of document.querySelectorAll("[data-local-time]")) {
  const at = new Date(place.dataset.localTime);
  if (Number.isNaN(at.getTime())) continue;
  const time = at.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  place.textContent = filled(place.dataset.words, `${time} (${zone})`);
  place.hidden = false;
}

// Long lists of checkboxes: count what is chosen, filter by words.
for (const list of document.querySelectorAll("[data-terms]")) {
  const tools = document.querySelector(`[data-terms-tools="${list.id}"]`);
  const total = tools.querySelector("[data-total]");
  const filter = tools.querySelector("[data-filter]");
  const none = list.querySelector("[data-none]");
  const boxes = (within) => [...within.querySelectorAll("input[type=checkbox]")];

  const count = () => {
    for (const group of list.querySelectorAll(".terms__group")) {
      const all = boxes(group);
      const shown = group.querySelector("[data-chosen]");
      shown.textContent = filled(shown.dataset.of, all.filter((box) => box.checked).length, all.length);
    }
    total.textContent = filled(total.dataset.one, boxes(list).filter((box) => box.checked).length);
  };
  list.addEventListener("change", count);
  count();

  const opened = new Map();
  filter.addEventListener("input", () => {
    const wanted = plain(filter.value.trim());
    let found = 0;
    for (const choice of list.querySelectorAll(".choice")) {
      choice.hidden = wanted !== "" && !plain(choice.textContent).includes(wanted);
      found += choice.hidden ? 0 : 1;
    }
    for (const group of list.querySelectorAll(".terms__group")) {
      if (!opened.has(group)) opened.set(group, group.open);
      group.hidden = !group.querySelector(".choice:not([hidden])");
      group.open = wanted === "" ? opened.get(group) : !group.hidden;
    }
    if (wanted === "") opened.clear();
    none.hidden = found > 0;
  });
  // Enter in the filter must not send the form.
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// Word guides count along; they never stop anyone.
for (const guide of document.querySelectorAll("[data-word-guide]")) {
  const field = document.getElementById(guide.dataset.for);
  const segmenter = new Intl.Segmenter(field.lang || document.documentElement.lang, { granularity: "word" });
  const count = () => {
    const words = [...segmenter.segment(field.value)].filter((part) => part.isWordLike).length;
    if (words) guide.textContent = filled(guide.dataset.count, words, guide.dataset.wordGuide);
  };
  field.addEventListener("input", count);
  count();
}

// Long forms that are sent as a whole ask before they are left, but only if something was written.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let written = false;
  form.addEventListener("input", () => { written = true; });
  form.addEventListener("submit", () => { written = false; });
  window.addEventListener("beforeunload", (event) => written && event.preventDefault());
}
