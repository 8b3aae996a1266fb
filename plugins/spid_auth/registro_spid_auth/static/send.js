// Sends the form that takes the browser to the identity provider; without scripts its button does.
document.querySelector("form[data-send]")?.submit();
