// Starts the NHS.UK components that improve a page which already works without them.
const { initAll } = await import(document.documentElement.dataset.frontend);
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
