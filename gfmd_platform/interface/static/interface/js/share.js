// Each paragraph with an address of its own gets a button that copies it.
const pattern = document.querySelector("template[data-share]");
for (const paragraph of document.querySelectorAll('.prose [id^="p-"]')) {
  const made = pattern.content.cloneNode(true);
  made.querySelector("[data-copy]").dataset.copy = `${pattern.dataset.share}#${paragraph.id}`;
  paragraph.append(" ", made);
}
