// Starts the page. A file of its own, so that the content security policy needs no 'unsafe-inline'.
import start from "./frontend.js";

await start();
