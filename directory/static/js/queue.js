// Alt+C starts a call from the queue, wherever the cursor is.
document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyC" || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  document.querySelector("[data-start]").click();
});
