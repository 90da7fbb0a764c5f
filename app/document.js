// What only the browser's document can be told: its language, its colour scheme outside Streamlit's own frame, and
// how words of the glossary explain themselves.
const root = document.documentElement;

// Menus and pop-ups stand beside Streamlit's frame, and would else have the colours of a light page on a dark one.
function follow(frame) {
  const adopt = () => { root.style.colorScheme = getComputedStyle(frame).colorScheme; };
  const watching = new MutationObserver(adopt);
  watching.observe(frame, { attributes: true, attributeFilter: ["class"] });
  adopt();
  return () => watching.disconnect();
}

function escaped(event) {
  if (event.key !== "Escape") return;
  for (const one of document.querySelectorAll(".km-explained:is(:hover, :focus-within)")) one.dataset.kmQuiet = "yes";
}

// A word that somebody comes back to explains itself again.
function moved(event) {
  const explained = event.target.closest?.(".km-term")?.parentElement;
  if (explained) delete explained.dataset.kmQuiet;
}

// The first tap explains the word, as the pointer does where there is one; the second leads to the glossary.
function tapped(event) {
  const term = event.target.closest?.(".km-term");
  if (!term || event.pointerType !== "touch" || term.dataset.kmTapped) return;
  for (const one of document.querySelectorAll("[data-km-tapped]")) delete one.dataset.kmTapped;
  term.dataset.kmTapped = "yes";
  term.focus();
  event.preventDefault();
  event.stopPropagation();
}

export default function ({ data }) {
  root.lang = data.language;
  const unfollow = follow(document.querySelector(".stApp"));
  const heard = [["keydown", escaped, true], ["pointerover", moved], ["focusin", moved], ["click", tapped, true]];
  for (const [event, listener, capture] of heard) document.addEventListener(event, listener, capture);
  return () => {
    unfollow();
    for (const [event, listener, capture] of heard) document.removeEventListener(event, listener, capture);
  };
}
