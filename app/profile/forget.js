// What takes the place of a button that was pressed gets the focus: the question whether to forget, its outcome, or,
// where all is kept, the button again.
const SHOWN = { asked: "button", done: "[role=status]", "": "button" };
let before = null;

function focus(shown, tries) {
  const part = document.querySelector(".st-key-forget");
  const drawn = part?.querySelectorAll("button").length === { asked: 2, done: 0, "": 1 }[shown];
  const found = drawn && part.querySelector(SHOWN[shown]);
  if (!found) {
    if (tries) requestAnimationFrame(() => focus(shown, tries - 1));
    return;
  }
  if (shown === "done") found.tabIndex = -1;
  found.focus();
}

export default function ({ data }) {
  const left = before;
  before = data.stage;
  if (left === null || left === data.stage || left === "done") return;
  focus(data.stage, 120);
}
