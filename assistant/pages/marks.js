// 正文里的出处编号 [1]：按下时把编号交给页面，由它打开那一处，再滚到出处那里。没有这段程序时，链接自己也跳到出处。
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
  return () => document.removeEventListener("click", press);
}
