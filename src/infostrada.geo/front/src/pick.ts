// Picking on the map for the edit form: the parcel's number goes into the text field,
// which stays the one thing that is sent and checked.
export function addLine(field: HTMLTextAreaElement, value: string): boolean {
  const lines = field.value.split(/[\s,;]+/).filter(Boolean);
  if (lines.includes(value)) return false;
  field.value = [...lines, value].join("\n");
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}
