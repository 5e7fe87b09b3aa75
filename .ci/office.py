"""LibreOffice as a person has it open: hands workbooks to be changed through its
own API, and saves what became of them."""
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


class Office:
    def __init__(self, port):
        resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for attempt in range(60):
            try:
                context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.5)
        else:
            sys.exit("LibreOffice did not start")
        self.desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")

    def edit(self, path, to, change):
        doc = self.desktop.loadComponentFromURL("file://" + path, "_blank", 0, (prop("Hidden", True),))
        try:
            change(doc)
            doc.storeToURL("file://" + to, (prop("FilterName", "Calc MS Excel 2007 XML"),))
        finally:
            doc.close(True)

    def done(self):
        """Says so and ends. An office that ends may bring this process down with it:
        all is done by now, and the caller looks at the line."""
        print("done", flush=True)
        try:
            self.desktop.terminate()
        except Exception:
            pass
        os._exit(0)
