// Lets a signature be drawn with a finger, a pen or a mouse, and shows one that is typed. Without it a signature is typed,
// uploaded, or left out.
"use strict";

const ink = "#16264f";
const scale = 3; // pixels of the picture for one on the screen, so that it is sharp on paper

class Drawing {
  constructor(canvas, field) {
    this.canvas = canvas;
    this.field = field;
    this.strokes = [];
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => this.end());
    new ResizeObserver(() => this.fit()).observe(canvas);
  }

  // fit makes the picture as large as its place is now, which is nothing while it is put away.
  fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (width === 0) return;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.redraw();
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [this.at(event)];
    this.strokes.push(this.stroke);
    this.redraw();
  }

  go(event) {
    if (!this.stroke) return;
    for (const point of event.getCoalescedEvents?.() ?? [event]) this.stroke.push(this.at(point));
    this.redraw();
  }

  end() {
    if (!this.stroke) return;
    this.stroke = null;
    this.hand();
  }

  undo() {
    this.strokes.pop();
    this.redraw();
    this.hand();
  }

  clear() {
    this.strokes = [];
    this.redraw();
    this.hand();
  }

  redraw() {
    const pen = this.canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    pen.strokeStyle = pen.fillStyle = ink;
    pen.lineWidth = 2.4;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of this.strokes) draw(pen, stroke);
  }

  // hand puts the picture into the field that sends it, as if it had been chosen.
  hand() {
    if (this.strokes.length === 0) {
      this.field.value = "";
      return;
    }
    const png = atob(this.canvas.toDataURL("image/png").split(",")[1]);
    const files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(png, (c) => c.charCodeAt(0))], "signature.png", { type: "image/png" }));
    this.field.files = files.files;
  }
}

// draw goes smoothly through the points of one stroke; a single point is a dot.
function draw(pen, points) {
  pen.beginPath();
  if (points.length === 1) {
    pen.arc(...points[0], 1.6, 0, 2 * Math.PI);
    return pen.fill();
  }
  pen.moveTo(...points[0]);
  for (let i = 1; i < points.length - 1; i++) {
    const [x, y] = points[i], [nextX, nextY] = points[i + 1];
    pen.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  pen.lineTo(...points.at(-1));
  pen.stroke();
}

const form = document.querySelector("form.answer");
const place = form.querySelector("[data-signature]");
const { typed, signature } = form.elements;
const drawing = new Drawing(place.querySelector("canvas"), signature);
const written = place.querySelector("[data-written]");
const show = () => { written.textContent = typed.value.trim() || "…"; };

for (const part of place.querySelectorAll("[data-with-script]")) part.hidden = false;
for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = true;
written.hidden = false;
typed.addEventListener("input", show);
show();
place.querySelector("[data-undo]").addEventListener("click", () => drawing.undo());
place.querySelector("[data-clear]").addEventListener("click", () => drawing.clear());
place.addEventListener("change", (event) => {
  if (event.target.name !== "how") return;
  signature.value = ""; // what was drawn is not what was chosen, nor the other way round
  if (event.target.value === "drawn") drawing.hand();
});
