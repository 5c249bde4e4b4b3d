// The page printed by the browser: while it is on paper the map has the paper's width and light colours.
export function followPrinting(begin: () => void, end: () => void): void {
  let printing = false;
  const turn = (now: boolean) => (): void => {
    if (printing === now) return;
    printing = now;
    (now ? begin : end)();
  };
  window.addEventListener("beforeprint", turn(true));
  window.addEventListener("afterprint", turn(false));
}
