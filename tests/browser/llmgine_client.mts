// A program around the TypeScript client that the LLMGine API's document shows: node ... ws://host:port/api/ws
// The document's code takes the places of the two lines that say so. Each line printed is JSON.

function tell(what: string, value: unknown): void {
  console.log(JSON.stringify([what, value]));
}

async function showInputDialog(prompt: string): Promise<string> {
  if (prompt === "Anybody?") throw new Error("nobody is here");
  return `an answer to ${prompt}`;
}

function showNotification(message: string): void {
  tell("notification", message);
}

// HERE: the class

// What the class leaves open: its socket, and what becomes of notifications.
const websocket = new WebSocket(process.argv[2]);
Object.assign(WebSocketClient.prototype, {
  websocket,
  async handleNotification(message: WebSocketMessage) {
    await this.serverMessageHandlers.get("notification")(message);
  },
});
const greeting: any = await new Promise((resolve) => {
  websocket.onmessage = (event) => resolve(JSON.parse(event.data));
});
tell("app_id", greeting.data.app_id);
websocket.onmessage = (event) => client.handleMessage(JSON.parse(event.data));

// HERE: its use

tell("session_id", sessionResponse.data.session_id);
