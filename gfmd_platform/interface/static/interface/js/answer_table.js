// Adds an empty row to a table of a report without leaving the page. Without script the same button
// saves the page and brings it back with empty rows.
function addRow(table) {
  const rows = table.querySelectorAll("tbody tr");
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  const number = rows.length;
  const head = row.querySelector("th");
  const before = head.textContent;
  head.textContent = before.replace(/\p{Nd}+/u, String(number + 1));
  for (const input of row.querySelectorAll("input")) {
    const [column, , ...start] = input.name.split(".").reverse();
    input.name = `${start.reverse().join(".")}.${number}.${column}`;
    input.value = "";
    input.setAttribute("aria-label", input.getAttribute("aria-label").replace(before, head.textContent));
  }
  last.after(row);
  row.querySelector("input").focus();
}

for (const table of document.querySelectorAll("[data-rows-open]")) {
  table.querySelector("button[data-add-row]")?.addEventListener("click", (event) => {
    event.preventDefault();
    addRow(table);
  });
}
