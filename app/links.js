// A link to another page of the explorer goes through the browser's history, as Back does: the session, and with it
// what somebody brings, stays. Streamlit itself would load a link of ours anew.
const TOP = "h1";
const MAIN = "[data-testid=stMain]";

function arrived(wanted, before, drawn) {
  const heading = document.querySelector(wanted);
  if (!heading || (heading.textContent === before && !drawn)) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  if (wanted !== TOP) heading.scrollIntoView();
  else document.querySelector(MAIN)?.scrollTo(0, 0);
  return true;
}

function opened(link) {
  return link.dataset.opens ? `.st-key-${link.dataset.opens} h2` : TOP;
}

function follow(link) {
  const wanted = opened(link);
  const before = document.querySelector(wanted)?.textContent;
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
  // Of another part of the same page the heading stays: it has come once Streamlit has drawn it. A run that is over at
  // once is never seen to be running, but what it drew is seen.
  let drawing = false;
  const drawn = (changes) => {
    const running = !document.querySelector("[data-test-script-state=notRunning]");
    drawing ||= running || changes.some(({ type, target }) => type === "childList" && target.closest(MAIN));
    return drawing && !running;
  };
  const watching = new MutationObserver((changes) => {
    if (arrived(wanted, before, drawn(changes))) watching.disconnect();
  });
  const watched = { childList: true, subtree: true, characterData: true, attributes: true };
  watching.observe(document.body, { ...watched, attributeFilter: ["data-test-script-state"] });
  setTimeout(() => watching.disconnect(), 60_000);
}

export default function () {
  const clicked = (event) => {
    // The menu's link to the page that is open does nothing of its own accord: it leads back to the whole list.
    const link = event.target.closest?.("a.km-to, a[aria-current=page]");
    const elsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || elsewhere) return;
    event.preventDefault();
    if (link.href !== location.href) follow(link);
    else if (link.dataset.opens) arrived(opened(link), null, true);
  };
  document.addEventListener("click", clicked);
  document.documentElement.dataset.kmLinks = "ready"; // who clicks before has the page loaded anew
  return () => document.removeEventListener("click", clicked);
}
