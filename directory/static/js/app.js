// Starts the NHS.UK components that improve a page which already works without them.
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");

// On a wide screen the filters stand beside the results: there is room to show them open.
if (window.matchMedia("(min-width: 56em)").matches) {
  document.querySelectorAll("details[data-open-wide]").forEach((details) => { details.open = true; });
}

const { initAll } = await import(document.documentElement.dataset.frontend);
initAll();
