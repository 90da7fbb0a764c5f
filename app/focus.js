// Whoever presses a button or ticks a box that then goes away is led to the heading of its part, or of what is above:
// else the browser would put them at the top of the page, and say nothing. Nobody is moved whose button stays, or who
// went on; nor is the page, unless they pressed by keyboard and did not scroll since.
const MAIN = "[data-testid=stMain]";
const PRESSED = ":is(button, [type=checkbox])";
const SCROLLING = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"];
const SCROLLED = ["wheel", "touchmove", "keydown"];
const HEADINGS = "h1, h2";
const CALM = 100;
let left = null;
let looking = null;

function focused({ target }) {
  const button = target.closest?.(`${MAIN} ${PRESSED}`);
  left = button && {
    button,
    above: [...document.querySelectorAll(HEADINGS)]
      .filter((one) => one.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING)
      .reverse(),
    scrolls: button.matches(":focus-visible"),
  };
}

// Who points elsewhere goes away of their own accord. That the focus was lost says nothing: a button that is only moved
// loses it, too.
function pointed({ target }) {
  if (left?.button.contains(target)) left.scrolls = false;
  else left = null;
}

function scrolled({ type, key }) {
  if (left && (type !== "keydown" || SCROLLING.includes(key))) left.scrolls = false;
}

const isLost = () => left && document.activeElement === document.body;

function look() {
  if (!isLost()) return;
  clearTimeout(looking);
  looking = setTimeout(lead, CALM);
}

// The end of a run is a change, and so is that a button can be pressed again, as one that gets a file can after a while.
function lead() {
  if (!isLost() || !document.querySelector("[data-test-script-state=notRunning]")) return;
  const { button, above, scrolls } = left;
  const place = [button, ...above, document.querySelector("h1")].find((one) => one?.isConnected);
  if (!place || place.disabled) return;
  if (place !== button) place.tabIndex = -1;
  place.focus({ preventScroll: !scrolls });
}

export default function () {
  const watching = new MutationObserver(look);
  const watched = { childList: true, subtree: true, attributes: true };
  watching.observe(document.body, { ...watched, attributeFilter: ["data-test-script-state", "disabled"] });
  document.addEventListener("focusin", focused);
  document.addEventListener("pointerdown", pointed);
  SCROLLED.forEach((one) => document.addEventListener(one, scrolled, { passive: true }));
  return () => {
    watching.disconnect();
    document.removeEventListener("focusin", focused);
    document.removeEventListener("pointerdown", pointed);
    SCROLLED.forEach((one) => document.removeEventListener(one, scrolled));
  };
}
