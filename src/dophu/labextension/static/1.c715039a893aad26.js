"use strict";(self.rspackChunkdophu_lab=self.rspackChunkdophu_lab||[]).push([[1],{23(e,o,t){var r=t(24),n=t.n(r),a=t(25),i=(t.n(a))()(n());i.push([e.id,`/* Prose: the text's font, facts as what they are. */
.dophu-prose .cm-content {
  font-family: var(--jp-content-font-family);
  font-size: var(--jp-content-font-size1);
  line-height: 1.55;
}

.dophu-fact {
  padding: 1px 3px;
  border-radius: 3px;
  background: var(--jp-layout-color2);
  color: var(--jp-mirror-editor-def-color);
  font-family: var(--jp-code-font-family);
  font-size: 0.9em;
}

/* Marks of what may be left out, and %%narrative. */
.dophu-mark {
  color: var(--jp-ui-font-color3);
  font-family: var(--jp-code-font-family);
  font-size: 0.8em;
}

/* The panel; Lab gives what stands there the width of a list of files. */
#jp-right-stack > .dophu-report.lm-Widget {
  min-width: 24rem;
}

.dophu-report {
  display: flex;
  flex-direction: column;
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color1);
}

.dophu-edition {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
  align-items: end;
  padding: 0.5rem;
  border-bottom: 1px solid var(--jp-border-color1);
}

.dophu-report [hidden] {
  display: none;
}

.dophu-edition label:has(input) {
  flex-direction: row;
  align-items: center;
}

.dophu-edition label {
  display: flex;
  flex-direction: column;
  font-size: var(--jp-ui-font-size0);
}

.dophu-facts {
  padding: 0.5rem;
  border-bottom: 1px solid var(--jp-border-color1);
}

.dophu-facts summary {
  cursor: pointer;
}

.dophu-facts input {
  width: 100%;
  margin: 0.4rem 0;
  box-sizing: border-box;
}

.dophu-facts ul {
  max-height: 30vh;
  margin: 0;
  padding: 0;
  overflow-y: auto;
  list-style: none;
}

.dophu-facts li {
  display: grid;
  grid-template-columns: 1fr auto;
  gap: 0 0.5rem;
  padding: 0.2rem;
  cursor: pointer;
}

.dophu-facts li:hover {
  background: var(--jp-layout-color2);
}

.dophu-facts li span {
  grid-column: 1 / -1;
  color: var(--jp-ui-font-color2);
  font-size: var(--jp-ui-font-size0);
}

.dophu-letter {
  flex: 1;
  padding: 0.5rem 1rem;
  overflow-y: auto;
}

.dophu-letter section {
  padding: 0 0.5rem;
  overflow-x: auto; /* wide tables */
  border-left: 3px solid transparent;
  cursor: pointer;
}

.dophu-letter section:hover {
  border-left-color: var(--jp-border-color1);
}

.dophu-letter section.dophu-active {
  border-left-color: var(--jp-brand-color1);
}

.dophu-letter .jp-RenderedHTMLCommon {
  padding: 0;
  font-family: Tinos, 'Times New Roman', serif;
  font-size: 0.95rem;
}

.dophu-letter ul {
  list-style-type: '- ';
}

/* A panel is half as wide as a page. */
.dophu-letter table {
  font-size: 0.75em !important;
}

.dophu-letter :is(td, th) {
  padding: 0.3em !important;
}

.dophu-letter :is(h1, h2, h3, h4, h5) {
  margin: 0.6em 0 0.4em;
  font-family: inherit;
  font-size: 1em;
  font-weight: bold;
}

/* A cell of prose that is not being written shows what it tells, as Markdown does; one that failed keeps its source. */
.dophu-notebook:not(.dophu-sources) .dophu-prose:not(.jp-mod-active):has(.jp-RenderedHTMLCommon) .jp-Cell-inputWrapper {
  display: none;
}

/* Calls that are folded away stay within reach, and out of the way. */
.dophu-notebook .jp-InputPlaceholder {
  opacity: 0.45;
}

.dophu-notebook .jp-InputPlaceholder .jp-Placeholder-content {
  padding: 0;
  border: 0;
  background: none;
  box-shadow: none;
  font-size: 0.75em;
}

.dophu-notebook .jp-InputPlaceholder:hover {
  opacity: 1;
}

/* The present value of a name, which Lab would break over the rows below. */
.jp-Completer-typeExtended {
  max-width: 16rem;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
`,""]),t.d(o,{},{A:i})},25(e){e.exports=function(e){var o=[];return o.toString=function(){return this.map(function(o){var t="",r=void 0!==o[5];return o[4]&&(t+="@supports (".concat(o[4],") {")),o[2]&&(t+="@media ".concat(o[2]," {")),r&&(t+="@layer".concat(o[5].length>0?" ".concat(o[5]):""," {")),t+=e(o),r&&(t+="}"),o[2]&&(t+="}"),o[4]&&(t+="}"),t}).join("")},o.i=function(e,t,r,n,a){"string"==typeof e&&(e=[[null,e,void 0]]);var i={};if(r)for(var s=0;s<this.length;s++){var p=this[s][0];null!=p&&(i[p]=!0)}for(var d=0;d<e.length;d++){var l=[].concat(e[d]);r&&i[l[0]]||(void 0!==a&&(void 0===l[5]||(l[1]="@layer".concat(l[5].length>0?" ".concat(l[5]):""," {").concat(l[1],"}")),l[5]=a),t&&(l[2]&&(l[1]="@media ".concat(l[2]," {").concat(l[1],"}")),l[2]=t),n&&(l[4]?(l[1]="@supports (".concat(l[4],") {").concat(l[1],"}"),l[4]=n):l[4]="".concat(n)),o.push(l))}},o}},24(e){e.exports=function(e){return e[1]}},16(e,o,t){t.r(o);var r=t(17),n=t.n(r),a=t(18),i=t.n(a),s=t(19),p=t.n(s),d=t(20),l=t.n(d),c=t(21),u=t.n(c),f=t(22),h=t.n(f),m=t(23),v={};v.styleTagTransform=h(),v.setAttributes=l(),v.insert=p().bind(null,"head"),v.domAPI=i(),v.insertStyleElement=u(),n()(m.A,v);let y=m.A&&m.A.locals?m.A.locals:void 0;t.d(o,{},{default:y})},17(e){var o=[];function t(e){for(var t=-1,r=0;r<o.length;r++)if(o[r].identifier===e){t=r;break}return t}function r(e,r){for(var n={},a=[],i=0;i<e.length;i++){var s=e[i],p=r.base?s[0]+r.base:s[0],d=n[p]||0,l="".concat(p," ").concat(d);n[p]=d+1;var c=t(l),u={css:s[1],media:s[2],sourceMap:s[3],supports:s[4],layer:s[5]};if(-1!==c)o[c].references++,o[c].updater(u);else{var f=function(e,o){var t=o.domAPI(o);return t.update(e),function(o){o?(o.css!==e.css||o.media!==e.media||o.sourceMap!==e.sourceMap||o.supports!==e.supports||o.layer!==e.layer)&&t.update(e=o):t.remove()}}(u,r);r.byIndex=i,o.splice(i,0,{identifier:l,updater:f,references:1})}a.push(l)}return a}e.exports=function(e,n){var a=r(e=e||[],n=n||{});return function(e){e=e||[];for(var i=0;i<a.length;i++){var s=t(a[i]);o[s].references--}for(var p=r(e,n),d=0;d<a.length;d++){var l=t(a[d]);0===o[l].references&&(o[l].updater(),o.splice(l,1))}a=p}}},19(e){var o={};e.exports=function(e,t){var r=function(e){if(void 0===o[e]){var t=document.querySelector(e);if(window.HTMLIFrameElement&&t instanceof window.HTMLIFrameElement)try{t=t.contentDocument.head}catch(e){t=null}o[e]=t}return o[e]}(e);if(!r)throw Error("Couldn't find a style target. This probably means that the value for the 'insert' parameter is invalid.");r.appendChild(t)}},21(e){e.exports=function(e){var o=document.createElement("style");return e.setAttributes(o,e.attributes),e.insert(o,e.options),o}},20(e,o,t){e.exports=function(e){var o=t.nc;o&&e.setAttribute("nonce",o)}},18(e){e.exports=function(e){if("u"<typeof document)return{update:function(){},remove:function(){}};var o=e.insertStyleElement(e);return{update:function(t){var r,n,a;r="",t.supports&&(r+="@supports (".concat(t.supports,") {")),t.media&&(r+="@media ".concat(t.media," {")),(n=void 0!==t.layer)&&(r+="@layer".concat(t.layer.length>0?" ".concat(t.layer):""," {")),r+=t.css,n&&(r+="}"),t.media&&(r+="}"),t.supports&&(r+="}"),(a=t.sourceMap)&&"u">typeof btoa&&(r+="\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(unescape(encodeURIComponent(JSON.stringify(a))))," */")),e.styleTagTransform(r,o,e.options)},remove:function(){var e;null===(e=o).parentNode||e.parentNode.removeChild(e)}}}},22(e){e.exports=function(e,o){if(o.styleSheet)o.styleSheet.cssText=e;else{for(;o.firstChild;)o.removeChild(o.firstChild);o.appendChild(document.createTextNode(e))}}}}]);