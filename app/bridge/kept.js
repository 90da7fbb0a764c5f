// Whoever decides about a course by keyboard stands on a button that goes away with it: the heading of the steps then
// gets the focus, so that the next key goes on from there. Nobody is moved whose button stays.
const WAITS = 60_000;
const EVERY = 100;
let before = null;

function isLost() {
  const focused = document.activeElement;
  return !focused || focused === document.body;
}

function arrive(scrolls) {
  const heading = document.querySelector(".st-key-steps h2");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: !scrolls });
}

export default function ({ data }) {
  const isNew = before !== null && before !== data.decided;
  before = data.decided;
  if (!isNew) return;
  const byKeyboard = document.activeElement?.matches(":focus-visible") ?? false;
  const until = Date.now() + WAITS;
  const watch = setInterval(() => {
    if (isLost()) arrive(byKeyboard);
    if (isLost() && Date.now() < until) return;
    if (document.querySelector("[data-test-script-state=notRunning]") || Date.now() > until) clearInterval(watch);
  }, EVERY);
}
