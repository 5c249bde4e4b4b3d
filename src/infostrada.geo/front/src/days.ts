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
