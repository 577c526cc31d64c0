// Warns before a page with unsaved work is left. Nothing depends on it.
const forms = document.querySelectorAll("form[data-warn-unsaved]");
// After "add another" or an error the page already holds work that is not saved.
const cameBack = document.querySelector("[data-has-unsaved], .nhsuk-error-summary") !== null;
let isUnsaved = cameBack;

const warn = (event) => {
  if (isUnsaved) event.preventDefault();
};

for (const form of forms) {
  form.addEventListener("input", () => { isUnsaved = true; });
  form.addEventListener("submit", () => { isUnsaved = false; });
}
if (forms.length) addEventListener("beforeunload", warn);
