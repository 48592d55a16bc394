import { Content } from 'vitepress';
import theme, { VPHomeHero } from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import './style.css';

/** The start page: VitePress's own has no main landmark. */
const Start = () =>
  h('main', { class: 'start' }, [h(VPHomeHero), h('div', { class: 'vp-doc' }, h(Content))]);

export default {
  extends: theme,
  enhanceApp: ({ app }) => app.component('Start', Start),
};
