"""Texts that every report prints, sign for sign."""

# What people in Canada write of their clients, and what they paste from Word.
WRITTEN = (
    "Clients wrote in Ukrainian (Українська), Punjabi (ਪੰਜਾਬੀ), Chinese (中文), Korean (한국어), "
    "Tamil (தமிழ்), Hindi (हिन्दी).",
    "\uf0b7\tfirst point (Symbol bullet)",
    "\uf0a7\tsecond point (Wingdings bullet)",
    "wait ≤ 5 days, ≥ 80 % of clients → done ✓, change of −2 points, boxes ☐ ☒",
    "ગુજરાતી বাংলা తెలుగు සිංහල ಕನ್ನಡ മലയാളം ภาษาไทย ພາສາລາວ ភាសាខ្មែរ မြန်မာ",
    "简体中文服务 繁體中文服務 廣東話 嘅 佢 喺 日本語のサービス",
    "العربية اردو فارسی עברית አማርኛ Հայերեն ქართული Ελληνικά ᐃᓄᒃᑎᑐᑦ xʷməθkʷəy̓əm",
    "≠ ≈ ± × ÷ ← ↑ ↓ ↔ ⇒ ∞ √ ∑ ✔ ✗ ✘ ☑ □ ■ ▪ ● ○ ◦ • ‣ ➢ ❖ ★ ① Ⅳ ½ № ℃ 😀",
)
