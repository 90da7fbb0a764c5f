// What takes the place of a button that was pressed gets the focus: the question whether to forget, its outcome, or,
// where all is kept, the button again.
const SHOWN = { asked: "button", done: "[role=status]", "": "button" };
const WAITS = 60_000;
const EVERY = 50;
let before = null;

function focus(shown, until) {
  if (before !== shown) return;
  const part = document.querySelector(".st-key-forget");
  const drawn = part?.querySelectorAll("button").length === { asked: 2, done: 0, "": 1 }[shown];
  const found = drawn && part.querySelector(SHOWN[shown]);
  if (!found) {
    if (Date.now() < until) setTimeout(() => focus(shown, until), EVERY);
    return;
  }
  if (shown === "done") found.tabIndex = -1;
  found.focus();
}

export default function ({ data }) {
  const left = before;
  before = data.stage;
  if (left === null || left === data.stage || left === "done") return;
  focus(data.stage, Date.now() + WAITS);
}
