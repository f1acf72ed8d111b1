package browsertest

import (
	"image/color"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestTab(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(`<body style="background: rgb(1, 2, 3)"><script>setTimeout(() => document.title = "later")</script>`))
	}))
	t.Cleanup(server.Close)
	tab := Open(t)
	tab.Go(server.URL)
	if !tab.Until(`document.title == "later"`, time.Minute) {
		t.Error("what a script of the page does is not seen")
	}
	if tab.Until("false", time.Millisecond) {
		t.Error("what never holds is reported to hold")
	}
	tab.Eval(`setTimeout(() => location.search = "?again")`, nil)
	if !tab.Reaches(`location.search == "?again" && document.title == "later"`, time.Minute) {
		t.Error("the page that a page leads to is not seen")
	}
	if tab.Reaches("nothing.such", time.Millisecond) {
		t.Error("what cannot be asked is reported to hold")
	}
	var size [2]int
	tab.Eval("Promise.resolve([innerWidth, innerHeight])", &size)
	if size != [2]int{Width, Height} {
		t.Errorf("the tab is %v, want %d × %d", size, Width, Height)
	}
	shot := tab.Screenshot()
	if got := shot.Bounds().Size(); got.X != Width || got.Y != Height {
		t.Errorf("the screenshot is %v, want %d × %d", got, Width, Height)
	}
	if got := color.RGBAModel.Convert(shot.At(5, 5)); got != (color.RGBA{1, 2, 3, 255}) {
		t.Errorf("a pixel is %v, want the background", got)
	}
}
