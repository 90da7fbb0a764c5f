// The picture on the page: one tab stop, arrow keys, Enter. All drawing is done in Python.
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function columns(picture) {
  const found = [];
  for (const option of picture.querySelectorAll("[role=option]")) {
    (found[Number(option.dataset.column)] ??= []).push(option);
  }
  return found;
}

function neighbour(picture, option, [right, down]) {
  const all = columns(picture);
  const column = Number(option.dataset.column);
  const row = all[column].indexOf(option);
  if (down) return all[column][row + down];
  const middle = (one) => one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2;
  const distance = (one) => Math.abs(middle(one) - middle(option));
  return (all[column + right] ?? []).reduce((best, one) => (best && distance(best) <= distance(one) ? best : one), null);
}

function focusOn(picture, option) {
  if (!option) return;
  for (const one of picture.querySelectorAll("[role=option]")) one.setAttribute("tabindex", one === option ? "0" : "-1");
  option.focus();
}

function pressed(picture, event, choose) {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  const all = [...picture.querySelectorAll("[role=option]")];
  if (event.key in ARROWS) focusOn(picture, neighbour(picture, option, ARROWS[event.key]));
  else if (event.key === "Home") focusOn(picture, all[0]);
  else if (event.key === "End") focusOn(picture, all[all.length - 1]);
  else if (event.key === "Enter" || event.key === " ") choose(option.dataset.id);
  else return;
  event.preventDefault();
}

// Draws anew only what has changed, and leaves the focus on the item that had it, or, if it is gone, in the picture.
function draw(picture, data) {
  const focused = picture.getRootNode().activeElement?.closest("[data-id]");
  picture.innerHTML = data.markup;
  picture.drawn = data.markup;
  const drawn = picture.querySelector(".drawn");
  drawn.setAttribute("role", "listbox");
  drawn.setAttribute("aria-label", data.label);
  if (!focused) return;
  const alike = [...picture.querySelectorAll(focused.tagName === "BUTTON" ? "button" : "[role=option]")];
  const again = alike.find((one) => one.dataset.id === focused.dataset.id) ?? alike[0];
  if (again?.matches("[role=option]")) focusOn(picture, again);
  else again?.focus();
}

export default function ({ parentElement, data, setStateValue }) {
  const picture = parentElement.querySelector(".picture");
  if (picture.drawn !== data.markup) draw(picture, data);
  const options = [...picture.querySelectorAll("[role=option]")];
  for (const option of options) option.setAttribute("aria-selected", String(option.dataset.id === data.chosen));
  for (const button of picture.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.id === data.chosen));
  }
  if (!options.some((one) => one.getAttribute("tabindex") === "0")) {
    (options.find((one) => one.dataset.id === data.chosen) ?? options[0])?.setAttribute("tabindex", "0");
  }
  const choose = (id) => setStateValue("chosen", id);
  picture.onkeydown = (event) => pressed(picture, event, choose);
  picture.onclick = (event) => {
    const item = event.target.closest("[data-id]");
    if (!item) return;
    if (item.matches("[role=option]")) focusOn(picture, item);
    choose(item.dataset.id);
  };
}
