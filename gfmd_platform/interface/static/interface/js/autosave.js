// Saves what is written, one field at a time; the contract stands in docs/developers/interface.md.
// "Saved" is said only after the server's answer; whatever goes wrong, the text stays in the page.
const PAUSE = 1500; // milliseconds after the last key
const AGAIN = 5000; // first pause before another try; it doubles up to a minute

const cookie = (name) =>
  document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saving]");
    this.words = this.line.dataset;
    this.waiting = new Map(); // field name → control that was last touched
    this.blocked = new Set(); // fields in conflict: the person decides first
    this.rejected = new Set(); // fields whose value the server did not accept
    this.busy = false;
    this.pause = AGAIN;
    this.leaving = false;
    form.addEventListener("input", (event) => this.touched(event.target, this.rest()));
    form.addEventListener("change", (event) => this.touched(event.target, 0));
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.flush(true));
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.unsaved()) event.preventDefault();
    });
    for (const back of ["online", "focus"]) {
      window.addEventListener(back, () => this.waiting.size && this.flush());
    }
    this.restore();
  }

  rest() {
    return Number(this.form.dataset.pause ?? PAUSE);
  }

  unsaved() {
    return this.busy || this.waiting.size + this.blocked.size + this.rejected.size > 0;
  }

  // A field may consist of several controls: checkboxes of one name, the parts of a date, or a
  // group of rows, which is saved as a whole and may hold dates. The outermost group counts.
  nameOf(control) {
    let group = control.closest("[data-autosave-field]");
    for (let outer = group; outer; outer = outer.parentElement.closest("[data-autosave-field]")) {
      group = outer;
    }
    return group?.dataset.autosaveField ?? control.name;
  }

  isRows(name) {
    return this.form.querySelector(`[data-autosave-rows][data-autosave-field="${CSS.escape(name)}"]`) !== null;
  }

  controlsOf(name) {
    const group = this.form.querySelector(`[data-autosave-field="${CSS.escape(name)}"]`);
    const within = group ? group.querySelectorAll("[name]") : this.form.elements;
    return [...within].filter((control) => control.type !== "submit" && (group || control.name === name));
  }

  valuesOf(name) {
    if (this.isRows(name)) {
      return this.controlsOf(name).map((control) => (control.type === "checkbox" ? String(control.checked) : control.value));
    }
    return this.controlsOf(name)
      .filter((control) => !["checkbox", "radio"].includes(control.type) || control.checked)
      .flatMap((control) => (control.multiple ? [...control.selectedOptions].map((o) => o.value) : [control.value]));
  }

  holderOf(name) {
    return this.controlsOf(name)[0]?.closest("[data-revision]") ?? this.form;
  }

  touched(control, pause) {
    if (!control.name || ["hidden", "file", "submit"].includes(control.type)) return;
    const name = this.nameOf(control);
    if (this.blocked.has(name) || control.closest("[data-autosave='off']")) return;
    if (pause === 0 && !this.waiting.has(name) && control.matches("textarea, input:not([type=checkbox], [type=radio])")) return;
    this.waiting.set(name, control);
    this.say("writing", "");
    this.after(pause);
  }

  after(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  async flush(last = false) {
    clearTimeout(this.timer);
    if (this.busy || this.leaving) return;
    this.busy = true;
    try {
      for (const [name, control] of [...this.waiting]) {
        if (this.leaving) return;
        this.waiting.delete(name);
        if (!(await this.save(name, control, last))) return;
      }
      if (this.waiting.size) this.after(this.rest()); // written on while it was being saved
    } finally {
      this.busy = false;
      this.send?.();
    }
  }

  // Answers whether to go on with the next field.
  async save(name, control, last) {
    const values = this.valuesOf(name);
    const holder = this.holderOf(name);
    const body = new FormData();
    body.set("field", name);
    body.set("revision", holder.dataset.revision ?? "");
    values.forEach((value) => body.append("value", value));
    for (const part of this.controlsOf(name)) {
      if (part.name !== "value" && (!["checkbox", "radio"].includes(part.type) || part.checked)) {
        body.append(part.name, part.value);
      }
    }
    this.say("saving", this.words.wordsSaving);
    let answer;
    let content = {};
    try {
      answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": this.token(), "X-Requested-With": "fetch" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: last,
      });
      content = answer.type === "opaqueredirect" ? {} : await answer.json().catch(() => ({}));
    } catch {
      return this.failed(name, control, values);
    }
    if (answer.ok && content.revision !== undefined) return this.saved(name, holder, content);
    if (answer.status === 409) return this.conflict(name, values, holder, content);
    // A 403 without words is the check against forgery: the token went with the session.
    const forgotten = answer.status === 403 && content.detail === undefined;
    if (answer.status === 401 || forgotten || answer.type === "opaqueredirect") {
      return this.signedOut(name, control, values);
    }
    if ([400, 403, 404, 422].includes(answer.status)) return this.refused(name, values, content);
    return this.failed(name, control, values);
  }

  saved(name, holder, content) {
    holder.dataset.revision = content.revision;
    for (const hidden of this.form.querySelectorAll("input[type=hidden][name=revision]")) {
      if (holder === this.form || holder.contains(hidden)) hidden.value = content.revision;
    }
    this.forget(name);
    this.rejected.delete(name);
    this.mark(name, "");
    this.pause = AGAIN;
    this.form.dispatchEvent(new CustomEvent("autosaved", { detail: content }));
    const at = new Date(content.saved_at ?? Date.now());
    const time = at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    if (!this.waiting.size) this.say("saved", this.words.wordsSaved.replace("%s", time));
    return true;
  }

  failed(name, control, values) {
    this.keep(name, control, values);
    this.say("failed", this.words.wordsFailed, [this.words.wordsRetry, () => this.flush()]);
    this.after(this.pause);
    this.pause = Math.min(this.pause * 2, 60000);
    return false;
  }

  signedOut(name, control, values) {
    this.keep(name, control, values);
    const link = document.createElement("a");
    link.href = this.words.signIn;
    link.target = "_blank";
    link.textContent = this.words.wordsSignIn;
    this.say("signed-out", this.words.wordsSignedOut, [this.words.wordsRetry, () => this.flush()], link);
    return false;
  }

  // The server understood but does not accept the value: nothing is sent again until it changes.
  refused(name, values, content) {
    this.stash(name, values);
    this.rejected.add(name);
    const errors = content.errors?.[name] ?? content.errors?.value ?? [content.detail ?? ""];
    this.mark(name, [].concat(errors).join(" "));
    this.say("failed", this.words.wordsRefused);
    return true;
  }

  conflict(name, values, holder, content) {
    this.blocked.add(name);
    this.stash(name, values);
    const sheet = this.form.querySelector("template[data-conflict]").content.cloneNode(true);
    const section = sheet.firstElementChild;
    const told = content.theirs ?? "";
    const theirs = typeof told === "object" && !Array.isArray(told) ? (told[name] ?? "") : told;
    section.querySelector("[data-yours]").textContent = values.filter(Boolean).join(", ");
    section.querySelector("[data-theirs]").textContent = [].concat(theirs).join(", ");
    // A table cannot be filled from a text; the page comes anew with what stands.
    const composed = this.controlsOf(name)[0]?.closest("[data-composed]");
    const proposal = section.querySelector("[data-proposal]");
    if (content.merged) {
      proposal.hidden = false;
      proposal.querySelector("[data-merged]").textContent = content.merged.text;
      proposal.querySelector(content.merged.clashes ? "[data-clash]" : "[data-clean]").hidden = false;
      proposal.querySelector("[data-take-merged]").addEventListener("click", () => {
        this.put(name, content.merged.text);
        settle(true);
      });
    }
    const settle = (again) => {
      holder.dataset.revision = content.revision;
      section.remove();
      this.blocked.delete(name);
      if (!again && composed) {
        this.forget(name);
        this.leaving = this.waiting.size === 0;
        location.reload();
        return;
      }
      this.controlsOf(name)[0]?.focus();
      if (again) {
        this.waiting.set(name, this.controlsOf(name)[0]);
        this.flush();
      } else {
        this.forget(name);
        this.say("calm", "");
      }
    };
    section.querySelector("[data-keep-mine]").addEventListener("click", () => settle(true));
    section.querySelector("[data-take-theirs]").addEventListener("click", () => {
      if (this.isRows(name)) {
        // Theirs may have more rows or fewer: the page is drawn again with them.
        this.forget(name);
        this.blocked.delete(name);
        this.flush().then(() => !this.unsaved() && window.location.reload());
        return;
      }
      this.put(name, theirs);
      settle(false);
    });
    const controls = this.controlsOf(name);
    const place = controls[0].closest(".field") ?? controls[0];
    place.after(sheet);
    section.focus();
    this.say("conflict", this.words.wordsConflict);
    return true;
  }

  put(name, value) {
    const values = [].concat(value).map(String);
    if (this.isRows(name)) {
      for (const control of this.controlsOf(name)) {
        const kept = values.shift() ?? "";
        if (control.type === "checkbox") control.checked = kept === "true";
        else control.value = kept;
      }
      return;
    }
    for (const control of this.controlsOf(name)) {
      if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values.shift() ?? "";
    }
  }

  // Words that were not saved outlive a reload of this tab, and nothing longer.
  key(name) {
    return `unsaved:${this.form.dataset.autosave}:${name}`;
  }

  keep(name, control, values) {
    this.waiting.set(name, control);
    this.stash(name, values);
  }

  stash(name, values) {
    const revision = this.holderOf(name).dataset.revision;
    sessionStorage.setItem(this.key(name), JSON.stringify({ name, values, revision }));
  }

  forget(name) {
    sessionStorage.removeItem(this.key(name));
  }

  restore() {
    const start = this.key("");
    for (const key of Object.keys(sessionStorage).filter((k) => k.startsWith(start))) {
      const { name, values, revision } = JSON.parse(sessionStorage.getItem(key));
      const controls = this.controlsOf(name);
      const now = this.valuesOf(name);
      if (!controls.length || JSON.stringify(now) === JSON.stringify(values)) {
        sessionStorage.removeItem(key);
        continue;
      }
      const holder = this.holderOf(name);
      const moved = holder.dataset.revision !== revision;
      this.put(name, values);
      if (moved) this.conflict(name, values, holder, { theirs: { [name]: now }, revision: holder.dataset.revision });
      else this.touched(controls[0], this.rest());
    }
  }

  // A new sign-in changes the token; the page's own may be older.
  token() {
    return cookie("csrftoken") ?? this.form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  submitted(event) {
    this.leaving = true;
    clearTimeout(this.timer);
    this.waiting.clear(); // the form carries every field
    if (this.busy) {
      // A save under way makes the form's revision old. It ends first, or the writer would meet
      // themselves as somebody else.
      event.preventDefault();
      this.send = () => this.form.requestSubmit(event.submitter);
      return;
    }
    this.send = undefined;
    const hidden = this.form.querySelector("[name=csrfmiddlewaretoken]");
    if (hidden) hidden.value = this.token();
    for (const key of Object.keys(sessionStorage).filter((k) => k.startsWith(this.key("")))) {
      sessionStorage.removeItem(key);
    }
  }

  mark(name, message) {
    const control = this.controlsOf(name)[0];
    const id = `${control.id || name}_autosave_error`;
    document.getElementById(id)?.remove();
    if (!message) return;
    const error = document.createElement("div");
    error.className = "field__error";
    error.id = id;
    error.textContent = message;
    (control.closest(".parts, .choices, .terms") ?? control).before(error);
  }

  say(state, words, action, link) {
    this.line.dataset.state = state;
    this.line.replaceChildren(words);
    if (link) this.line.append(" ", link);
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--secondary button--small";
      button.textContent = action[0];
      button.addEventListener("click", action[1]);
      this.line.append(button);
    }
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
