// A new screen of the same page: its heading gets the focus, as that of a new page does. While answers are in no file,
// the browser asks before it closes or reloads any page of the explorer, because both lose them.
let open = null;
let unsaved = false;
addEventListener("beforeunload", (event) => unsaved && event.preventDefault());

function arrive(screen) {
  const before = open;
  open = screen;
  const heading = document.querySelector("h1");
  if (before === null || before === screen || !heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
}

export default function ({ data }) {
  arrive(data.screen);
  unsaved = data.unsaved;
  document.documentElement.dataset.kmUnsaved = unsaved;
}
