// 正文里的出处编号 [1]：按下时把编号交给页面，由它打开那一处，再滚到出处那里。没有这段程序时，链接自己也跳到出处。
// 新的回答从它的问题看起：Streamlit 自己会滚到页底，长的回答就只看得见末尾。
const told = (globalThis.mingzhangTold ??= new Set());

// 图和后面的话是陆续画出来的，Streamlit 每次都要滚到页底：读者还没有动手之前，每长一次就回到问题那里，连看几帧。
const FRAMES = 30;

function fromTheTop(asked) {
  const scroller = document.querySelector("[data-testid=stAppScrollToBottomContainer]");
  const content = scroller?.querySelector("[data-testid=stMainBlockContainer]");
  if (!asked || !content) return;
  let left = 0;
  const hold = () => {
    if (!asked.isConnected || left-- <= 0) return;
    scroller.dispatchEvent(new WheelEvent("wheel")); // 停下它正在滚的
    if (left % 2) scroller.scrollTop -= 1; // 动一动，它才知道不再跟着页底
    else asked.scrollIntoView({ block: "start" });
    requestAnimationFrame(hold);
  };
  const growing = new ResizeObserver(() => {
    const still = left > 0;
    left = FRAMES;
    if (!still) hold();
  });
  growing.observe(content);
  const reader = new AbortController();
  const leave = (event) => {
    if (!event.isTrusted) return;
    left = 0;
    growing.disconnect();
    reader.abort();
  };
  for (const kind of ["wheel", "pointerdown", "touchstart", "keydown"]) document.addEventListener(kind, leave, { signal: reader.signal, passive: true, capture: true });
}

export default function ({ data, setTriggerValue }) {
  const start = `#${data.to}-`;
  const press = (event) => {
    const mark = event.target instanceof Element ? event.target.closest("a") : null;
    const name = mark ? mark.getAttribute("href") : null;
    if (!name || !name.startsWith(start)) return;
    event.preventDefault();
    setTriggerValue("pressed", Number(name.slice(start.length)));
    document.getElementById(data.to)?.scrollIntoView({ block: "start" });
  };
  document.addEventListener("click", press);
  if (!told.has(data.to)) {
    told.add(data.to);
    fromTheTop(document.getElementById(`${data.to}-asked`));
  }
  return () => document.removeEventListener("click", press);
}
