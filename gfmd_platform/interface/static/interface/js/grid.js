// Makes a table of inputs work like a spreadsheet: arrow keys move, pasted tables fill it.
// Saving is autosave's work; without this script the form's button saves everything.
for (const grid of document.querySelectorAll("[data-grid]")) {
  const form = grid.closest("form");
  const told = form.querySelector("[data-grid-told]");
  const rows = () =>
    [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);

  const place = (control) => {
    const all = rows();
    const row = all.findIndex((cells) => cells.includes(control));
    return { all, row, column: row < 0 ? -1 : all[row].indexOf(control) };
  };

  const go = (event, control) => {
    if (!control) return;
    event.preventDefault();
    control.focus();
    control.select();
  };

  grid.addEventListener("keydown", (event) => {
    const control = event.target;
    if (!control.matches("input") || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const { all, row, column } = place(control);
    const whole = control.selectionStart === 0 && control.selectionEnd === control.value.length;
    const toStart = getComputedStyle(grid).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const toEnd = toStart === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    if (event.key === "ArrowUp") go(event, all[row - 1]?.[column]);
    else if (event.key === "ArrowDown" || event.key === "Enter") {
      if (event.key === "Enter") event.preventDefault(); // it would send the whole form
      go(event, all[row + 1]?.[column]);
    } else if (event.key === toStart && (whole || control.selectionEnd === 0)) go(event, all[row][column - 1]);
    else if (event.key === toEnd && (whole || control.selectionStart === control.value.length)) {
      go(event, all[row][column + 1]);
    }
  });

  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.trim())) return; // a single value is pasted as usual
    const { all, row, column } = place(event.target);
    if (row < 0) return;
    event.preventDefault();
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
    lines.forEach((line, down) =>
      line.split("\t").forEach((value, along) => {
        const control = all[row + down]?.[column + along];
        if (!control || control.value === value.trim()) return;
        control.value = value.trim();
        control.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    );
  });

  // A value and its explanation are one record with one revision, wherever they are written.
  form.addEventListener("autosaved", ({ detail }) => {
    if (detail.warnings === undefined) return;
    const own = rows().flat().find((control) => control.name === detail.field)?.closest("[data-revision]");
    if (own) own.dataset.observation = detail.observation ?? "";
    for (const holder of form.querySelectorAll(`[data-observation="${detail.observation}"]`)) {
      holder.dataset.revision = detail.revision;
      const hidden = holder.querySelector("input[type=hidden][name=revision]");
      if (hidden) hidden.value = detail.revision;
    }
    let changed = false;
    for (const control of rows().flat()) {
      const line = control.parentElement.querySelector(".grid__doubt");
      const words = detail.warnings[control.name] ?? "";
      if (line.textContent.trim() === words) continue;
      line.textContent = words;
      if (words) control.setAttribute("aria-describedby", line.id);
      else control.removeAttribute("aria-describedby");
      changed = true;
    }
    if (changed && told) told.hidden = false;
  });
}
