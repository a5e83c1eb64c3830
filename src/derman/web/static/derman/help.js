(()=>{var g=`/* The help button on other sites. Stands in a shadow root: the page's rules end at \`:host\`, and these do not leave it. */
:host {
  all: initial;
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #151c1f);
  --paper-2: light-dark(#f4f6f5, #1d262a);
  --line: light-dark(#e1e7e4, #273238);
  --line-strong: light-dark(#83918c, #6c7a80);
  --ink: light-dark(#15212a, #e9f0ee);
  --ink-2: light-dark(#465560, #a9b7b5);
  --accent: light-dark(#0b746f, #45c9bd);
  --accent-ink: light-dark(#ffffff, #05211f);
  --accent-soft: light-dark(#e1f3f1, #12302f);
  --urgent: light-dark(#b93823, #ff8a73);
  --urgent-soft: light-dark(#fcebe7, #3a1c17);
  --good-soft: light-dark(#e4f4e9, #13301e);
  --warn-soft: light-dark(#fdf3dc, #33270d);
}
/* the page may say what it likes of every element, the host among them; what is inherited from there begins anew here */
:is(.opens, dialog) { font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; letter-spacing: normal; text-align: start; text-transform: none; visibility: visible; }
:host([data-theme="light"]) { color-scheme: light; }
:host([data-theme="dark"]) { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
:is(h2, h3, h4, p, ul, ol, pre, table, fieldset) { margin: 0; padding: 0; border: 0; }
:where(button, input, textarea) { font: inherit; color: inherit; }
button { cursor: pointer; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.muted { color: var(--ink-2); font-size: 14px; }
.only-read { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.opens { position: fixed; right: max(20px, env(safe-area-inset-right)); bottom: max(20px, env(safe-area-inset-bottom)); z-index: 2147483000; display: flex; gap: 8px; align-items: center; min-height: 48px; padding: 0 20px; border: 0; border-radius: 24px; background: var(--accent); color: var(--accent-ink); font-weight: 600; box-shadow: 0 4px 18px rgb(10 30 30 / .28); }
.opens svg { width: 20px; height: 20px; }

dialog { position: fixed; inset: auto 20px 84px auto; z-index: 2147483001; width: 390px; max-width: calc(100vw - 40px); height: min(620px, calc(100dvh - 104px)); max-height: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); color: var(--ink); box-shadow: 0 12px 48px -8px rgb(10 30 30 / .35); overflow: hidden; }
dialog[open] { display: flex; flex-direction: column; }
@media (max-width: 520px) { dialog { inset: 0; width: 100vw; max-width: none; height: 100dvh; border: 0; border-radius: 0; } }
header { display: flex; gap: 8px; align-items: center; padding: 12px 12px 12px 16px; border-bottom: 1px solid var(--line); }
header h2 { flex: 1; min-width: 0; font-size: 17px; line-height: 1.3; overflow-wrap: anywhere; }
header h2:focus { outline: none; }
.round { display: grid; place-items: center; flex: none; width: 44px; height: 44px; border: 0; border-radius: 22px; background: none; color: var(--ink-2); }
.round:hover { background: var(--paper-2); }
.round svg { width: 20px; height: 20px; }
.body { flex: 1; display: flex; flex-direction: column; gap: 14px; padding: 16px; overflow-y: auto; overscroll-behavior: contain; }
footer { padding: 12px 16px max(12px, env(safe-area-inset-bottom)); border-top: 1px solid var(--line); }

:is(input, textarea) { width: 100%; padding: 10px 12px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--paper); font-size: 16px; }
textarea { min-height: 110px; resize: vertical; }
.muted[id] { margin-top: 4px; }
label { display: block; margin-bottom: 4px; font-weight: 600; }
[aria-invalid="true"] { border-color: var(--urgent); }
.wrong { margin-top: 4px; color: var(--urgent); font-size: 14px; }
.btn { display: inline-flex; align-items: center; justify-content: center; min-height: 44px; padding: 0 16px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--paper); font-weight: 600; }
.btn:hover { background: var(--paper-2); }
.btn--main { width: 100%; border-color: transparent; background: var(--accent); color: var(--accent-ink); }
.btn--main:hover { background: var(--accent); filter: brightness(1.08); }
form { display: grid; gap: 14px; }
.trap { position: absolute; left: -9999px; }

ul.list { list-style: none; display: grid; gap: 4px; }
.list :is(a, button) { display: block; width: 100%; min-height: 44px; padding: 8px 12px; border: 0; border-radius: 8px; background: none; color: inherit; text-align: start; text-decoration: none; }
.list :is(a, button):hover { background: var(--paper-2); }
.list b { display: block; font-weight: 600; }
mark { background: var(--accent-soft); color: inherit; border-radius: 3px; }
h3 { font-size: 14px; color: var(--ink-2); font-weight: 600; }
.notice { display: block; padding: 10px 12px; border-radius: 8px; background: var(--accent-soft); color: inherit; text-decoration: none; }
.notice--urgent { background: var(--urgent-soft); }
.notice b { display: block; }
.said { padding: 12px; border-radius: 8px; background: var(--good-soft); }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }

.prose { display: grid; gap: 12px; overflow-wrap: break-word; }
.prose > * { min-width: 0; }
.prose :is(ul, ol) { padding-inline-start: 22px; }
.prose li + li { margin-top: 4px; }
.prose img { max-width: 100%; height: auto; border-radius: 8px; }
.prose pre { padding: 10px; border-radius: 8px; background: var(--paper-2); overflow-x: auto; }
.prose code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 13px; }
.prose table { display: block; overflow-x: auto; border-collapse: collapse; }
.prose :is(td, th) { padding: 6px 8px; border: 1px solid var(--line); text-align: start; }
.prose :is(h2, h3, h4) { font-size: 16px; color: inherit; }
.prose [data-callout] { padding: 10px 12px; border-radius: 8px; background: var(--accent-soft); }
.prose [data-callout="warning"] { background: var(--warn-soft); }
.prose [data-callout="tip"] { background: var(--good-soft); }
@media print { :host { display: none; } }
`;var v=250,h=document.currentScript??document.querySelector('script[src$="/help.js"]'),u=h&&new URL(h.src).origin,f=(h?.dataset.lang||document.documentElement.lang||navigator.language||"").slice(0,2),y=Array.from(crypto.getRandomValues(new Uint8Array(12)),a=>a.toString(16).padStart(2,"0")).join(""),k={help:"M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20ZM9.1 9a3 3 0 0 1 5.8 1c0 2-3 3-3 3M12 17h.01",x:"M18 6 6 18M6 6l12 12",left:"m12 19-7-7 7-7M19 12H5"};function e(a,t={},...s){let i=document.createElement(a);for(let[o,r]of Object.entries(t))o.startsWith("on")?i.addEventListener(o.slice(2),r):r===!0?i.setAttribute(o,""):r!==!1&&r!==void 0&&i.setAttribute(o,r);return i.append(...s.filter(o=>o!==void 0&&o!==!1)),i}function p(a){let t=document.createElementNS("http://www.w3.org/2000/svg","svg"),s={viewBox:"0 0 24 24",fill:"none",stroke:"currentColor","stroke-width":"2","stroke-linecap":"round","stroke-linejoin":"round","aria-hidden":"true"};for(let[o,r]of Object.entries(s))t.setAttribute(o,r);let i=document.createElementNS("http://www.w3.org/2000/svg","path");return i.setAttribute("d",k[a]),t.append(i),t}var b=a=>a.map(([t,s])=>s?e("mark",{},t):t);async function d(a,t){let s=t&&{method:"POST",headers:{"Content-Type":"application/json"},body:JSON.stringify({lang:f,visitor:y,...t})},i=await fetch(`${u}/help/${a}/${t?"":`?lang=${encodeURIComponent(f)}`}`,{credentials:"omit",referrerPolicy:"no-referrer",...s});return{status:i.status,...await i.json()}}var c=class{constructor(t){this.first=t,this.words=t.words,this.host=e("derman-help",{lang:t.lang}),h.dataset.theme&&(this.host.dataset.theme=h.dataset.theme);let s=this.host.attachShadow({mode:"open"}),i=new CSSStyleSheet,o=Object.entries(t.colours).map(([n,[l,x]])=>`--${n}:light-dark(${l},${x});`);i.replaceSync(`${g}
:host{${o.join("")}}`),s.adoptedStyleSheets=[i],this.opens=e("button",{type:"button",class:"opens","aria-haspopup":"dialog","aria-expanded":"false",onclick:()=>this.toggle()},p("help"),this.words.help),this.title=e("h2",{id:"title",tabindex:"-1"}),this.back=e("button",{type:"button",class:"round","aria-label":this.words.back,onclick:()=>this.search()},p("left"));let r=e("button",{type:"button",class:"round","aria-label":this.words.close,onclick:()=>this.dialog.close()},p("x"));this.body=e("div",{class:"body"}),this.foot=e("footer",{},e("button",{type:"button",class:"btn btn--main",onclick:()=>this.form()},this.words.write)),this.status=e("p",{class:"only-read",role:"status"}),this.dialog=e("dialog",{"aria-labelledby":"title",onclose:()=>this.closed(),onkeydown:n=>this.key(n)},e("header",{},this.back,this.title,r),this.body,this.foot,this.status),s.append(this.opens,this.dialog);for(let[n,l]of[["display","block"],["position","static"],["transform","none"],["opacity","1"],["filter","none"]])this.host.style.setProperty(n,l,"important");document.body.append(this.host)}toggle(){if(this.dialog.open){this.dialog.close();return}matchMedia("(max-width: 520px)").matches?this.dialog.showModal():this.dialog.show(),this.opens.setAttribute("aria-expanded","true"),this.body.childElementCount?this.body.querySelector("input, textarea")?.focus():this.search()}closed(){this.opens.setAttribute("aria-expanded","false"),this.opens.focus()}key(t){t.stopPropagation(),t.key==="Escape"&&!t.defaultPrevented&&(t.preventDefault(),this.dialog.close())}show(t,s,...i){this.title.textContent=t,this.title.removeAttribute("lang"),this.back.hidden=!s,this.foot.hidden=!1,this.status.textContent="",this.body.replaceChildren(...i.filter(Boolean)),this.body.scrollTop=0}search(){this.view="search",this.input??=e("input",{type:"search",id:"q",maxlength:"200",autocomplete:"off",placeholder:this.words.placeholder,oninput:()=>this.typed()}),this.list??=e("div",{class:"found"}),this.show(this.words.title,!1,e("div",{},e("label",{for:"q"},this.words.search),this.input),...this.first.announced.map(t=>this.notice(t)),this.list),this.input.value.trim()||this.popular(),this.input.focus()}notice(t){return e("a",{class:t.urgent?"notice notice--urgent":"notice",href:t.url,target:"_blank",rel:"noopener",lang:t.lang},e("b",{},t.title),t.state&&e("span",{class:"muted",lang:this.first.lang},t.state," · "),e("span",{},t.text),e("span",{class:"only-read",lang:this.first.lang},` (${this.words.new_tab})`))}popular(){this.lines(this.first.popular.length?this.words.popular:"",this.first.popular)}lines(t,s){let i=e("ul",{class:"list"},...s.map(o=>e("li",{},this.line(o))));this.list.replaceChildren(...t?[e("h3",{},t)]:[],...s.length?[i]:[])}line(t){let s=[t.kind&&e("span",{lang:this.first.lang},t.kind," · "),...b(t.excerpt??[])].filter(Boolean),i=[e("b",{},...b(t.title)),s.length?e("span",{class:"muted"},...s):""];return t.article?e("button",{type:"button",lang:t.lang,onclick:()=>this.read(t)},...i):e("a",{href:t.url,target:"_blank",rel:"noopener",lang:t.lang},...i,e("span",{class:"only-read",lang:this.first.lang},` (${this.words.new_tab})`))}typed(){clearTimeout(this.timer),this.timer=setTimeout(()=>this.find(),v)}async find(){let t=this.input.value;if(t.trim().length<2){this.popular(),this.status.textContent="";return}let s=await d("answers",{q:t}).then(i=>i.found).catch(()=>null);t===this.input.value&&(s?this.lines(s.length?this.words.answers:this.words.nothing,s):this.lines(this.words.failed,[]),this.view==="search"&&(this.status.textContent=s?.length?`${this.words.answers}: ${s.length}`:this.list.textContent))}async read(t){this.view=t.article,this.show(this.words.loading,!0),this.title.focus();let s=await d("article",{article:t.article}).catch(()=>({}));if(this.view!==t.article)return;if(s.body===void 0){this.show(s.wrong||this.words.failed,!0),this.title.focus();return}let i=[];try{i=this.contents(s.body)}catch{}let o=e("p",{},e("a",{href:t.url,target:"_blank",rel:"noopener"},this.words.whole,e("span",{class:"only-read"},` (${this.words.new_tab})`)));this.show(s.title,!0,e("div",{class:"prose",lang:s.lang},...i),this.opinion(t.article),o),this.title.lang=s.lang,this.title.focus()}contents(t){let s=new DOMParser().parseFromString(t,"text/html");for(let[i,o]of[["src","[src]"],["href","[href]"]])for(let r of s.querySelectorAll(o)){let n=r.getAttribute(i);n.startsWith("#")||r.setAttribute(i,new URL(n,`${u}/`).href),i==="href"&&(r.setAttribute("target","_blank"),r.setAttribute("rel","noopener"))}return s.body.childNodes}opinion(t){let s=e("div",{class:"row",role:"group","aria-label":this.words.helped},e("span",{},this.words.helped));for(let[i,o]of[["yes",this.words.yes],["no",this.words.no]])s.append(e("button",{type:"button",class:"btn",onclick:()=>this.say(s,t,i)},o));return s}async say(t,s,i){let o=await d("opinion",{article:s,helpful:i}).catch(()=>({status:0})),r=e("p",{class:"said",tabindex:"-1"},o.status===200?this.words.thanks:this.words.failed);t.replaceChildren(r),r.focus()}form(){this.view="form",this.written??=this.newForm();let t=this.written.elements.subject;!t.value&&this.input&&(t.value=this.input.value.trim()),this.show(this.words.write,!0,this.written),this.foot.hidden=!0,this.written.elements.name.focus()}newForm(){let t=(i,o,r,{hint:n,area:l}={})=>e("div",{},e("label",{for:i},o),e(l?"textarea":"input",{id:i,name:i,"aria-describedby":`${i}-wrong${n?` ${i}-hint`:""}`,...r}),n&&e("p",{class:"muted",id:`${i}-hint`},n),e("p",{class:"wrong",id:`${i}-wrong`,role:"alert"})),s=e("div",{class:"trap","aria-hidden":"true"},e("label",{for:"website"},this.words.trap),e("input",{id:"website",name:"website",tabindex:"-1",autocomplete:"off"}));return e("form",{novalidate:!0,onsubmit:i=>{i.preventDefault(),this.send(i.target)}},t("name",this.words.name,{autocomplete:"name",maxlength:"120"}),t("email",this.words.email,{type:"email",autocomplete:"email",maxlength:"254",required:!0},{hint:this.words.email_hint}),t("subject",this.words.subject,{maxlength:"300",required:!0,autocomplete:"off"}),t("text",this.words.text,{maxlength:"20000"},{area:!0}),s,e("p",{class:"wrong",id:"all-wrong",role:"alert"}),e("button",{type:"submit",class:"btn btn--main"},this.words.send))}async send(t){if(this.sending)return;this.sending=!0,this.status.textContent=this.words.sending;let s=Object.fromEntries(new FormData(t)),i=await d("write",{...s,page:location.origin+location.pathname}).catch(()=>({status:0,wrong:this.words.failed,field:""}));this.sending=!1,this.status.textContent="";for(let r of t.querySelectorAll(".wrong"))r.textContent="";for(let r of t.elements)r.removeAttribute("aria-invalid");if(i.status===200){this.sent(i.number,s.email);return}let o=i.field&&t.elements[i.field];o&&(o.setAttribute("aria-invalid","true"),o.focus()),t.querySelector(o?`#${i.field}-wrong`:"#all-wrong").textContent=i.wrong||this.words.failed}sent(t,s){this.written=void 0,this.view="sent",this.show(this.words.sent,!0,e("div",{class:"said"},e("p",{},e("b",{},`#${t}`)),e("p",{},`${this.words.answer_to} ${s}`))),this.foot.hidden=!0,this.title.focus()}};async function w(){if(!u||document.querySelector("derman-help"))return;let a=await d("start").catch(()=>({status:0}));a.status===200&&new c(a)}document.readyState==="loading"?addEventListener("DOMContentLoaded",w):w();})();
