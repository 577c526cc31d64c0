// Opens "Why, if declined" once that is chosen, also where it was chosen before this was there. Without this it
// is opened by hand.
for (const option of document.querySelectorAll("[data-option]")) {
  const choice = option.querySelector("select");
  const openWhy = () => {
    if (choice.value === "declined") option.querySelector("details").open = true;
  };
  choice.addEventListener("change", openWhy);
  openWhy();
}
