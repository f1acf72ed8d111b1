// The script of the page: it puts what the server sends in place, and sends
// what a person does. What it is sent is HTML that the server escaped.
"use strict";

const $ = (selector, within = document) => within.querySelector(selector);

// --- What changes -----------------------------------------------------------

// patch puts a region's new HTML in place. In a keyed region only the
// children that changed are replaced, so that what a person reads, has
// selected or has opened stays as it is.
function patch(id, html) {
  const old = document.getElementById(id);
  if (!old) return;
  const box = document.createElement("template");
  box.innerHTML = html;
  const next = box.content.firstElementChild;
  if (!next) return;
  if (id === "modal" && old.innerHTML && next.innerHTML && sameForm(old, next)) return;
  if (!old.hasAttribute("data-keyed") || !next.hasAttribute("data-keyed")) {
    if (id === "modal") $("dialog", old)?.close(); // which gives the focus back
    keepingFocus(() => old.replaceWith(next));
    if (id === "modal") hold();
    return;
  }
  const following = old.scrollTop >= rest(old) - 40;
  morph(old, next);
  if (following) old.scrollTop = Math.max(old.scrollTop, rest(old));
}

// rest is how far a list of messages is scrolled for who follows it: to the
// end, but not past the beginning of the last message, which is read first.
function rest(list) {
  const end = list.scrollHeight - list.clientHeight;
  const last = [...list.querySelectorAll(".message")].at(-1);
  if (!last) return end;
  return Math.min(end, list.scrollTop + last.getBoundingClientRect().top - list.getBoundingClientRect().top - 8);
}

// hold keeps the focus in the modal, as long as there is one.
function hold() {
  const dialog = $("#modal dialog");
  if (!dialog) return;
  dialog.removeAttribute("open");
  dialog.showModal();
  ($("input, textarea, select", dialog) ?? $("button", dialog))?.focus();
}

// sameForm tells a modal that is merely sent again from another one.
function sameForm(old, next) {
  const shape = (e) => $("form", e)?.dataset.html ?? "";
  const mine = $("form", old), theirs = $("form", next);
  if (!mine || !theirs) return false;
  theirs.dataset.html = theirs.innerHTML;
  return shape(old) !== "" && shape(old) === theirs.dataset.html;
}

function morph(list, next) {
  const held = new Map([...list.children].map((e) => [e.id, e]));
  let at = list.firstElementChild;
  for (const fresh of [...next.children]) {
    const same = held.get(fresh.id);
    held.delete(fresh.id);
    if (!same) {
      list.insertBefore(fresh, at);
      continue;
    }
    if (same === at) at = at.nextElementSibling;
    else list.insertBefore(same, at);
    if (same.dataset.html !== fresh.outerHTML && same.outerHTML !== fresh.outerHTML) {
      fresh.dataset.html = fresh.outerHTML;
      keepingFocus(() => same.replaceWith(fresh));
    }
  }
  for (const gone of held.values()) gone.remove();
}

// keepingFocus returns the focus to the same control after it was replaced.
function keepingFocus(change) {
  const active = document.activeElement;
  const key = active?.closest?.("button, a, summary, input, select") && [active.closest("[id]")?.id, active.outerHTML];
  change();
  if (!key || document.activeElement === active || !key[0]) return;
  for (const e of document.getElementById(key[0])?.querySelectorAll("button, a, summary, input, select") ?? []) {
    if (e.outerHTML === key[1]) return e.focus();
  }
}

function listen() {
  const source = new EventSource("/events" + location.search);
  source.onmessage = (e) => {
    const { id, html } = JSON.parse(e.data);
    patch(id, html);
    document.body.dataset.live = "yes";
  };
  source.onerror = () => { document.body.dataset.live = "no"; };
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
}

// --- What a person does -----------------------------------------------------

async function act(what, body) {
  try {
    const answer = await fetch("/do/" + what, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ at: location.search, ...body }),
    });
    return heed(answer);
  } catch {
    say("The page's server does not answer. Is it still running?");
    return false;
  }
}

// heed does what the server answers, and reports whether all went well.
async function heed(answer) {
  if (!answer.ok) return say(await answer.text());
  const result = await answer.json();
  if (result.say) say(result.say);
  if (result.go && result.go !== location.pathname + location.search) location.assign(result.go);
  return !result.say;
}

// drop posts files with what stands in the message box.
async function drop(form, files) {
  const body = new FormData();
  body.set("at", location.search);
  body.set("thread", form.dataset.thread);
  body.set("text", form.elements.text.value);
  for (const f of files) body.append("file", f);
  form.elements.text.value = "";
  try {
    await heed(await fetch("/do/upload", { method: "POST", body }));
  } catch {
    say("The page's server does not answer. Is it still running?");
  }
}

let quiet;
function say(words) {
  const toast = $("#toast");
  toast.textContent = words;
  clearTimeout(quiet);
  quiet = setTimeout(() => { toast.textContent = ""; }, 6000);
}

const message = (e) => {
  const m = e.closest(".message");
  return m ? { channel: m.dataset.channel, ts: m.dataset.ts } : {};
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const set = button.dataset;
  if (button.getAttribute("aria-disabled") === "true") return say(button.title);
  if ("scenario" in set) return act("scenario", { name: set.scenario });
  if ("react" in set) return act("react", { ...message(button), name: set.react });
  if ("stop" in set) return act("stop", message(button));
  if ("shortcut" in set) {
    button.closest("details").open = false;
    return act("shortcut", { ...message(button), name: set.shortcut });
  }
  if ("dismiss" in set) return act("dismiss", {});
  if ("prompt" in set) return act("say", { text: set.prompt });
  if ("action" in set) {
    if (set.url) window.open(set.url, "_blank", "noopener");
    return act("click", { ...message(button), block: set.block, action: set.action, value: set.value });
  }
});

document.addEventListener("change", (event) => {
  const select = event.target.closest("select[data-action]");
  if (!select || select.closest("form.modal")) return;
  act("click", { ...message(select), block: select.dataset.block, action: select.dataset.action, value: select.value });
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.matches(".composer")) return send(form);
  if (form.matches(".modal")) {
    const values = {};
    for (const e of form.elements) if (e.name) values[e.name] = e.value;
    act("submit", { values });
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = $("details.more[open]");
    if (open) return void (open.open = false);
    if ($("#modal dialog")) return void act("dismiss", {});
    const close = $("#side .close");
    if (close && !event.target.matches("textarea")) close.click();
  }
});

// --- The message box --------------------------------------------------------

async function send(form) {
  const box = form.elements.text;
  const text = box.value;
  if (!text.trim()) return;
  box.value = "";
  grow(box);
  if (!(await act("say", { text, thread: form.dataset.thread })) && !box.value) box.value = text;
}

function grow(box) {
  box.rows = Math.min(8, Math.max(1, box.value.split("\n").length));
}

// completions offers commands after "/" at the start, and the app after "@".
function completions(box) {
  const before = box.value.slice(0, box.selectionStart);
  if (/^\/\S*$/.test(before)) {
    return [...$("#commands").options].filter((o) => o.value.startsWith(before.toLowerCase()))
      .map((o) => ({ label: o.textContent, from: 0, put: o.value }));
  }
  const at = /(^|\s)@(\w*)$/.exec(before);
  const app = document.body.dataset.app.toLowerCase();
  if (at && app.startsWith(at[2].toLowerCase()) && at[2].toLowerCase() !== app) {
    return [{ label: "@" + app, from: before.length - at[2].length - 1, put: "@" + app + " " }];
  }
  return [];
}

function offer(form) {
  const box = form.elements.text, list = $(".complete", form);
  const found = completions(box);
  list.replaceChildren(...found.map((c, i) => {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", i === 0);
    option.textContent = c.label;
    option.addEventListener("mousedown", (e) => { e.preventDefault(); take(form, c); });
    return option;
  }));
  list.hidden = found.length === 0;
  form.offered = found;
}

function take(form, c) {
  const box = form.elements.text;
  const end = box.selectionStart;
  box.setRangeText(c.put, c.from, end, "end");
  offer(form);
  box.focus();
}

function moved(form, step) {
  const options = [...$(".complete", form).children];
  const now = options.findIndex((o) => o.getAttribute("aria-selected") === "true");
  options[now]?.setAttribute("aria-selected", "false");
  options[(now + step + options.length) % options.length]?.setAttribute("aria-selected", "true");
}

function chosen(form) {
  const i = [...$(".complete", form).children].findIndex((o) => o.getAttribute("aria-selected") === "true");
  return form.offered?.[i];
}

for (const form of document.querySelectorAll(".composer")) {
  const box = form.elements.text;
  box.addEventListener("input", () => { grow(box); offer(form); });
  box.addEventListener("blur", () => { $(".complete", form).hidden = true; });
  box.addEventListener("keydown", (event) => {
    const open = !$(".complete", form).hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      moved(form, event.key === "ArrowDown" ? 1 : -1);
    } else if (open && (event.key === "Tab" || event.key === "Enter") && chosen(form)) {
      event.preventDefault();
      take(form, chosen(form));
    } else if (open && event.key === "Escape") {
      $(".complete", form).hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send(form);
    }
  });
}

// Files may be dropped anywhere on a pane, or chosen with its clip.
for (const pane of document.querySelectorAll("main, #side")) {
  const form = $(".composer", pane);
  if (!form) continue;
  const over = (is) => form.classList.toggle("over", is);
  pane.addEventListener("dragover", (e) => { e.preventDefault(); over(true); });
  pane.addEventListener("dragleave", () => over(false));
  pane.addEventListener("drop", (e) => {
    e.preventDefault();
    over(false);
    if (e.dataTransfer.files.length) drop(form, e.dataTransfer.files);
  });
  form.elements.file.addEventListener("change", (e) => {
    if (e.target.files.length) drop(form, e.target.files);
    e.target.value = "";
  });
}

for (const list of document.querySelectorAll(".log")) list.scrollTop = rest(list);
($("#reply textarea") ?? $("#say textarea"))?.focus({ preventScroll: true });
hold();
listen();
