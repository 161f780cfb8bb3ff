// What the pages of the labs have in common: a form that says where the broker is and who you are, and lines of text.
'use strict';

function at(id) {
  return document.getElementById(id);
}

function show(line) {
  at('lines').textContent += line + '\n';
}

/**
 * Fills the form `login`.
 *
 * @param connect makes a client, from the address of the broker and { user, password }
 */
function login(connect) {
  at('login').innerHTML = `
    <input id="broker" value="ws://${location.hostname || 'localhost'}:8083" size="26">
    <input id="user" placeholder="user, if needed" size="12">
    <input id="password" type="password" placeholder="password" size="12">
    <button>Connect</button>
    <span id="status">not connected</span>`;
  let client;
  at('login').onsubmit = (event) => {
    event.preventDefault();
    client?.close();
    at('status').textContent = 'connecting';
    try {
      const next = connect(at('broker').value, { user: at('user').value, password: at('password').value });
      next.onDisconnected = (why) => {
        if (next === client) {
          at('status').textContent = 'not connected: ' + why;
        }
      };
      client = next;
    } catch (error) { // such as an address that is none
      at('status').textContent = error.message;
    }
  };
}
