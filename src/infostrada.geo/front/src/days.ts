// Days of changes for the slider; ISO dates compare as texts. Pure.

// Place on the slider of the last day of changes that is not later; the first for days before all.
export function placeOf(days: string[], day: string): number {
  let place = 0;
  days.forEach((each, index) => {
    if (each <= day) place = index;
  });
  return place;
}

export function dayText(day: string, language: string): string {
  return new Date(`${day}T12:00`).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
}

// Values of attributes: days and moments of ISO 8601 in words, whatever else as it is. Midnight is what registers write
// for a day; moments with a zone are told in the time of the reader.
export function said(value: unknown, language: string): string {
  const text = String(value);
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!found) return text;
  const [, day, time, zone] = found;
  const moment = new Date(time && zone && time !== "00:00" ? text.replace(" ", "T") : `${day}T${time ?? "12:00"}`);
  if (Number.isNaN(moment.getTime())) return text;
  const words = moment.toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
  if (!time || time === "00:00") return words;
  return `${words}, ${moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" })}`;
}
