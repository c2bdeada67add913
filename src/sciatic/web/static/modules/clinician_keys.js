// The keys of the sheet. Digits fill a grade, the first letter chooses, arrows and Enter move,
// Backspace empties, Shift+N fills what is empty in a table as normal, and takes it back.

const CELL = "select, input:not([type])";
const filled = new Map(); // of each group: the cells that Shift+N filled

const cells = (part) => [...part.querySelectorAll(`.clinic-cells :is(${CELL})`)].filter((one) => one.checkVisibility());

function go(cell) {
  if (!cell) return;
  cell.focus();
  cell.select?.();
}

/** The cell above or below, in the same column where there is one; at the end, of the next table. */
function vertical(form, cell, step) {
  const all = cells(form);
  const row = cell.closest("tr");
  const column = [...row.querySelectorAll(CELL)].indexOf(cell);
  for (let place = all.indexOf(cell) + step; all[place]; place += step) {
    const other = all[place].closest("tr");
    if (other === row) continue;
    const there = [...other.querySelectorAll(CELL)].filter((one) => one.checkVisibility());
    return there[Math.min(column, there.length - 1)];
  }
  return null;
}

/** The cell beside it, then that of the next or last row: reading order. */
const beside = (form, cell, step) => {
  const all = cells(form);
  return all[all.indexOf(cell) + step];
};

const set = (cell, value) => {
  cell.value = value;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
};

function fillNormal(group, changed) {
  const button = group.querySelector(".clinic-normal");
  const before = filled.get(group);
  button.dataset.fills ??= button.textContent;
  if (before) {
    for (const [cell, value] of before) if (cell.value === value) cell.value = "";
    filled.delete(group);
    button.textContent = button.dataset.fills;
  } else {
    const empty = [...group.querySelectorAll("[data-normal]")].filter((one) => one.value === "");
    for (const cell of empty) cell.value = cell.dataset.normal;
    if (!empty.length) return;
    filled.set(group, empty.map((cell) => [cell, cell.value]));
    button.textContent = button.dataset.undo;
  }
  button.setAttribute("aria-label", `${button.textContent}: ${group.querySelector("h2").textContent}`);
  changed();
}

/** Within a text an arrow moves the caret first, and the cell only at its end. */
function atEdge(cell, step) {
  if (cell.selectionStart === undefined || cell.matches(".grade")) return true;
  const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  return whole || (step < 0 ? cell.selectionEnd === 0 : cell.selectionStart === cell.value.length);
}

function pressed(form, event, changed) {
  const cell = event.target.closest(`.clinic-cells :is(${CELL})`);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || isOpen(cell)) return false;
  const group = cell.closest(".clinic-group");
  if (event.shiftKey && event.key === "N" && group.hasAttribute("data-normal-group")) fillNormal(group, changed);
  else if (event.shiftKey) return false;
  else if (event.key === "ArrowDown" || event.key === "Enter") go(vertical(form, cell, 1));
  else if (event.key === "ArrowUp") go(vertical(form, cell, -1));
  else if (event.key === "ArrowRight" && atEdge(cell, 1)) go(beside(form, cell, 1));
  else if (event.key === "ArrowLeft" && atEdge(cell, -1)) go(beside(form, cell, -1));
  else if (cell.matches("select") && ["Backspace", "Delete", "-"].includes(event.key)) set(cell, "");
  else return cell.matches("select") && choose(cell, event.key);
  return true;
}

/** A list that is open has the arrows to itself. */
function isOpen(cell) {
  try {
    return cell.matches("select:open");
  } catch {
    return false; // an older browser
  }
}

/** The first answer that begins with a letter; the letter again, the next one. */
function choose(cell, key) {
  if (key.length !== 1 || key === " ") return false;
  const fits = [...cell.options].filter((one) => one.value && one.text.toLowerCase().startsWith(key.toLowerCase()));
  if (fits.length) set(cell, fits[(fits.indexOf(cell.selectedOptions[0]) + 1) % fits.length].value);
  return true;
}

export function listenToCells(form, changed) {
  form.addEventListener("keydown", (event) => {
    if (pressed(form, event, changed)) event.preventDefault();
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches(".grade")) event.target.select();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest(".clinic-normal");
    if (!button) return;
    event.preventDefault();
    fillNormal(button.closest(".clinic-group"), changed);
  });
}
