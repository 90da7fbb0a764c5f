// A field in which people find a record by typing: an ARIA combobox with a listbox. What is found comes from the
// explorer's own server; every text is put on the page as text.
const PATIENCE = 120; // milliseconds without a letter before the server is asked
const SETTLED = 400; // milliseconds in which a click is over

function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function fill(text, gaps) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
}

// The page that a link leads to, by way of a link of the explorer, so that the session stays.
export function visit(href) {
  const link = element("a", { href, class: "km-to", hidden: "" });
  document.body.append(link);
  link.click();
  link.remove();
}

class Finder {
  constructor(root) {
    this.field = root.querySelector("input");
    this.list = root.querySelector("[role=listbox]");
    this.popup = root.querySelector(".popup");
    this.told = root.querySelector("[role=status]");
    this.seen = root.querySelector(".seen");
    this.after = root.querySelector(".left");
    this.button = root.querySelector("button");
    this.label = root.querySelector("label");
    this.options = [];
    this.active = -1;
    this.asked = null;
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("focus", () => this.field.select());
    this.field.addEventListener("click", () => this.popup.hidden && this.open());
    this.field.addEventListener("blur", () => this.left());
    this.popup.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.options[[...this.list.children].indexOf(option)]);
    });
    this.button.addEventListener("click", () => (this.data.leads ? this.search() : this.empty()));
  }

  // What Python says, on each run of the page.
  show(data, send) {
    const first = !this.data;
    const changed = first || data.turn !== this.data.turn || data.chosen?.id !== this.data.chosen?.id;
    this.data = data;
    this.send = send;
    this.label.textContent = data.label;
    this.label.classList.toggle("unseen", Boolean(data.leads));
    this.field.placeholder = data.placeholder;
    this.button.setAttribute("aria-label", data.leads ? data.texts.search : data.texts.clear);
    this.button.textContent = data.leads ? "" : "\u00d7";
    this.button.classList.toggle("search", Boolean(data.leads));
    if (changed) {
      this.field.value = data.chosen?.label ?? "";
      if (!first) this.close();
      this.say("");
    }
    this.tidy();
  }

  tidy() {
    this.button.hidden = !this.data.leads && !this.field.value;
  }

  // Tells screen readers; `seen` puts it below the field as well, over the page, so that nothing moves.
  say(text, { seen = false } = {}) {
    clearTimeout(this.late);
    this.told.textContent = text;
    this.seen.textContent = seen ? text : "";
    this.after.textContent = "";
    if (seen && text) this.popup.hidden = false;
  }

  // --- asking the server ---

  typed() {
    this.tidy();
    this.edited = true;
    this.hasty = false;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PATIENCE);
  }

  async ask() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    const query = this.field.value.trim();
    if (!query) return this.offer(this.known(), "");
    const asking = (this.asked = new AbortController());
    const address = new URL("find", location.href);
    address.search = new URLSearchParams([["q", query], ...this.data.kinds.map((kind) => ["kind", kind]), ["limit", this.data.limit]]);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (asking !== this.asked) return; // something else was typed meanwhile
      this.found(query, found);
    } catch (failure) {
      if (asking !== this.asked || failure.name === "AbortError") return;
      this.failed = true;
      this.offer([], "");
      this.say(this.data.texts.failed, { seen: true });
    }
  }

  found(query, { results, total }) {
    this.failed = false;
    this.answered = query;
    const found = results.map(({ iri, label, matched, note, href }) => ({ id: iri, label, matched, note, href }));
    const texts = this.data.texts;
    if (!found.length) {
      this.offer(this.data.extra, "");
      const absent = query.toLowerCase().split(/[^\p{L}]+/u).some((word) => texts.absent.includes(word));
      return this.say(fill(texts.none, { query }) + (absent ? ` ${texts.elsewhere}` : ""), { seen: true });
    }
    const told = total > found.length ? fill(texts.best, { n: found.length, total }) : texts.counted[found.length];
    this.offer([...this.data.extra, ...found], told);
    if (this.data.leads) return; // a search goes to all of them
    if (this.hasty) return this.choose(this.options[this.data.extra.length]);
    this.mark(this.data.extra.length); // Enter takes the best
  }

  known() {
    return [...this.data.extra, ...this.data.known];
  }

  // --- the list ---

  open() {
    if (this.edited && this.field.value.trim()) this.ask();
    else this.offer(this.known(), "");
  }

  offer(options, told) {
    this.options = options;
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...options.map((one, place) => this.option(one, place)));
    this.list.scrollTop = 0;
    const open = options.length > 0;
    this.popup.hidden = !open;
    this.field.setAttribute("aria-expanded", String(open));
    if (told || open) this.say(told);
    else this.say(this.field.value ? "" : this.data.texts.many, { seen: true });
  }

  option(one, place) {
    const chosen = one.id === this.data.chosen?.id;
    const made = element("li", { role: "option", id: `option-${place}`, "aria-selected": String(chosen) });
    made.append(element("span", { class: "label" }, one.label));
    const also = one.matched && one.matched !== one.label ? fill(this.data.texts.also, { label: one.matched }) : "";
    const notes = [also, one.note].filter(Boolean);
    if (notes.length) made.append(" ", element("span", { class: "note" }, notes.join(" \u00b7 ")));
    return made;
  }

  mark(place) {
    this.list.children[this.active]?.classList.remove("active");
    this.active = place;
    const option = this.list.children[place];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  close() {
    this.popup.hidden = true;
    this.active = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  // --- keys ---

  pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !this.popup.hidden;
    const last = this.options.length - 1;
    const steps = { ArrowDown: () => (this.active < last ? this.active + 1 : 0), ArrowUp: () => (this.active > 0 ? this.active - 1 : last) };
    const ends = { Home: () => 0, End: () => last };
    if (event.key in steps) {
      if (open) this.mark(steps[event.key]());
      else this.open();
    } else if (event.key in ends && open && this.active >= 0) this.mark(ends[event.key]());
    else if (event.key === "Enter") this.entered();
    else if (event.key === "Escape" && (open || this.field.value !== (this.data.chosen?.label ?? ""))) {
      if (open) this.close();
      else this.restore();
    } else {
      if (event.key === "Tab") this.close();
      return;
    }
    event.preventDefault();
  }

  entered() {
    const query = this.field.value.trim();
    if (this.edited && query && query !== this.answered && !this.data.leads) {
      this.hasty = true; // the answer is still to come: its best is taken
      this.ask();
    } else if (!this.popup.hidden && this.active >= 0) this.choose(this.options[this.active]);
    else if (this.data.leads) this.search();
    else this.open();
  }

  // --- what comes of it ---

  choose(one) {
    this.done();
    this.field.value = one.label;
    this.tidy();
    if (this.data.leads) return this.go(one.href);
    this.data = { ...this.data, chosen: one }; // until Python says otherwise
    this.send("chosen", one.id);
  }

  search() {
    const query = this.field.value.trim();
    this.done();
    this.go(query ? `search?${new URLSearchParams({ q: query })}` : "search");
  }

  go(href) {
    if (!this.data.keeps) this.field.value = "";
    visit(href);
  }

  done() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.asked = null;
    this.edited = this.failed = this.hasty = false;
    this.answered = null;
    this.close();
    this.say("");
  }

  empty() {
    this.field.value = "";
    this.edited = true;
    this.tidy();
    this.field.focus();
    this.ask();
  }

  restore() {
    this.done();
    this.field.value = this.data.chosen?.label ?? "";
    this.tidy();
  }

  // Says that what was typed is no choice yet: only once the click that left the field has found its aim.
  remind() {
    this.told.textContent = this.after.textContent = this.data.texts.unchosen;
  }

  left() {
    if (this.data.leads) return this.close();
    const typed = this.edited && this.field.value.trim();
    if (this.failed) this.close();
    else if (typed && !this.data.chosen) {
      this.close();
      this.late = setTimeout(() => this.remind(), SETTLED);
    } else this.restore();
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".finder");
  root.finder ??= new Finder(root);
  root.finder.show(data, setTriggerValue);
}
