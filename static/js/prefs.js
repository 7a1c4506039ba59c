// What the reader chose on this device, before anything is drawn.
document.documentElement.classList.add("js");
