// A link to another page of the explorer goes through the browser's history, as Back does: the session, and with it
// what somebody brings, stays. Streamlit itself would load a link of ours anew.
function arrived(before) {
  const heading = document.querySelector("h1");
  if (!heading || heading.textContent === before) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  return true;
}

function follow(link) {
  const before = document.querySelector("h1")?.textContent;
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
  const watching = new MutationObserver(() => arrived(before) && watching.disconnect());
  watching.observe(document.body, { childList: true, subtree: true, characterData: true });
  setTimeout(() => watching.disconnect(), 10_000);
}

export default function () {
  const clicked = (event) => {
    // The menu's link to the page that is open does nothing of its own accord: it leads back to the whole list.
    const link = event.target.closest?.("a.km-to, a[aria-current=page]");
    const elsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || elsewhere) return;
    event.preventDefault();
    if (link.href !== location.href) follow(link);
  };
  document.addEventListener("click", clicked);
  document.documentElement.dataset.kmLinks = "ready"; // who clicks before has the page loaded anew
  return () => document.removeEventListener("click", clicked);
}
