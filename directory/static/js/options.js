// Opens "Why, if declined" once that is chosen. Without this it is opened by hand.
for (const option of document.querySelectorAll("[data-option]")) {
  option.querySelector("select").addEventListener("change", (event) => {
    if (event.target.value === "declined") option.querySelector("details").open = true;
  });
}
