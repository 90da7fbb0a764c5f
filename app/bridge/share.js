// A link to this view in a field of its own, and a button that copies it. The address is this page's, wherever it is
// served, with the question that the explorer says.
export default function ({ data, parentElement }) {
  const address = new URL(location.href);
  address.search = data.query;
  address.hash = "";
  const field = parentElement.querySelector("input");
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("[role=status]");
  parentElement.querySelector("label").textContent = data.texts.label;
  field.value = data.frame ? `<iframe src="${address.href.replaceAll('"', "&quot;")}" title="kmgraph"></iframe>` : address.href;
  button.textContent = data.texts.copy;
  said.textContent = "";
  field.onfocus = () => field.select();
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = data.texts.copied;
    } catch { // browsers let pages of other machines copy over HTTPS only
      field.focus();
      field.select();
      said.textContent = data.texts.chosen;
    }
  };
}
