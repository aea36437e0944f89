/** The open vault looks as its owner chose: the tab and the pictures follow her settings; a lock gives the tab back. */
import { isLoaded, onChange } from "../../flows/catalogue.js";
import { onForget } from "../../flows/session.js";
import { settings } from "../../flows/settings.js";
import { blurPictures } from "../../ui/blurred.js";
import { dressTab, undressTab } from "../../ui/tab.js";

export function followLooks() {
  onChange(() => {
    if (!isLoaded()) return;
    const { title, icon, blur } = settings();
    dressTab({ title, icon });
    blurPictures(blur);
  });
  onForget(undressTab);
}
