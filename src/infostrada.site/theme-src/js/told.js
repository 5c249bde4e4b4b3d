// After an act the page begins at what it says: the message is read out, and Tab goes on from there to what may be done next.
// Where the address names a part of the page the message stands in it, or nobody would see it. A page that leads to a field of
// its own or to its faults is left as it is.
const said = document.querySelector("#global_statusmessage :is([role=status], [role=alert])");

if (said && !document.querySelector("[autofocus], .error-summary")) {
  const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (part?.matches("h2")) part.after(said);
  said.tabIndex = -1;
  if (document.activeElement === document.body) said.focus();
}
